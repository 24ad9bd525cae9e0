namespace Mesh.Options;

/// <summary>Where a class of options stands in the configuration, such as "Mesh:Consul".</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OptionSectionAttribute(string section) : Attribute
{
    public string Section => section;

    /// <summary>Only a stand-alone node has these options; false: an application that embeds one has them too.</summary>
    public bool IsNodeOnly { get; init; }

    /// <summary>The section is a list of such objects, or a map whose keys are only for the reader.</summary>
    public bool IsList { get; init; }
}
