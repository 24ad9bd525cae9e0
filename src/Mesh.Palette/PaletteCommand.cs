using System.Collections.Immutable;

namespace Mesh.Palette;

/// <summary>A command: what it is called, what it takes, and what it does through the API, whatever shell it is in.</summary>
public sealed record PaletteCommand
{
    /// <summary>One or two words, such as "cluster show".</summary>
    public required string Name { get; init; }

    public required string Description { get; init; }

    public ImmutableArray<PaletteArgument> Arguments { get; init; } = [];

    /// <summary>Command lines without the name of the program; a test parses each.</summary>
    public ImmutableArray<string> Examples { get; init; } = [];

    /// <summary>Does it go on until it is cancelled?</summary>
    public bool IsEndless { get; init; }

    /// <summary>Runs it; the result is one of <see cref="PaletteExit"/>.</summary>
    public required Func<PaletteCall, Task<int>> Run { get; init; }
}
