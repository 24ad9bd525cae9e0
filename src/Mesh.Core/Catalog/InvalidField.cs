namespace Mesh.Catalog;

/// <summary>One thing wrong with an input: the field, what it held, and what would be right.</summary>
public sealed record InvalidField(string Field, string Value, string Bound)
{
    /// <summary>A value as it is shown in a fault: at most 64 characters.</summary>
    public static string Shorten(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length <= 64 ? value : value[..61] + "...";
    }

    public override string ToString() => $"{Field}: '{Value}' {Bound}";
}
