namespace Mesh.Options;

/// <summary>The short argument of an option on a node's command line, beside the one that follows from its key.</summary>
/// <param name="name">Without dashes, such as "seed".</param>
/// <param name="help">What it does, in a line of help.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ArgumentAttribute(string name, string help) : Attribute
{
    public string Name => name;

    public string Help => help;

    /// <summary>What a value is called in help, such as HOST:PORT.</summary>
    public string Value { get; init; } = "TEXT";

    /// <summary>What the argument means when it is given without a value; null: it needs one.</summary>
    public string? Bare { get; init; }

    /// <summary>Not shown in help.</summary>
    public bool IsHidden { get; init; }
}
