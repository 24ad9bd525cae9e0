namespace Mesh.Options;

/// <summary>A second name of an option in HOCON, beside the one that follows from its own.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HoconKeyAttribute(string name) : Attribute
{
    public string Name => name;
}
