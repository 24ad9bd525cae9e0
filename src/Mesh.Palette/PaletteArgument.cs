namespace Mesh.Palette;

/// <summary>What a command takes, free of the syntax of any shell.</summary>
/// <param name="Name">Lower case with dashes; on a command line "--name", unless positional.</param>
public sealed record PaletteArgument(string Name, string Description)
{
    /// <summary>Given by its place on a command line; shells without places give it by name.</summary>
    public bool IsPositional { get; init; }

    public bool IsMandatory { get; init; }

    public bool AllowMultiple { get; init; }

    /// <summary>Takes no value.</summary>
    public bool IsFlag { get; init; }

    /// <summary>What the argument means when it is given without a value; null: it needs one.</summary>
    public string? ValueWhenBare { get; init; }

    /// <summary>Not shown in help.</summary>
    public bool IsHidden { get; init; }

    /// <summary>What a value is called in help, such as HOST:PORT.</summary>
    public string ValueName { get; init; } = "TEXT";
}
