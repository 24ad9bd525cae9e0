using System.Collections.Immutable;

namespace Mesh.Palette;

/// <summary>A result for people: rows under columns, then lines.</summary>
public sealed record PaletteView
{
    public ImmutableArray<string> Columns { get; init; } = [];

    public ImmutableArray<ImmutableArray<string>> Rows { get; init; } = [];

    public ImmutableArray<string> Lines { get; init; } = [];

    public static PaletteView Of(params ImmutableArray<string> lines) => new() { Lines = lines };
}
