namespace Mesh.Catalog;

/// <summary>One thing wrong with an input: the field, what it held, and what would be right.</summary>
public sealed record InvalidField(string Field, string Value, string Bound)
{
    public override string ToString() => $"{Field}: '{Value}' {Bound}";
}
