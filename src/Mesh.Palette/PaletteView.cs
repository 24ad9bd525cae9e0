using System.Collections.Immutable;

namespace Mesh.Palette;

/// <summary>A result for people: rows under columns, then lines.</summary>
public sealed record PaletteView
{
    public ImmutableArray<string> Columns { get; init; } = [];

    public ImmutableArray<ImmutableArray<string>> Rows { get; init; } = [];

    public ImmutableArray<string> Lines { get; init; } = [];

    public static PaletteView Of(params ImmutableArray<string> lines) => new() { Lines = lines };

    /// <summary>The same without what could change the terminal that shows it.</summary>
    public PaletteView Printable() => this with
    {
        Rows = [.. Rows.Select(r => r.Select(PrintableText.Of).ToImmutableArray())],
        Lines = [.. Lines.Select(PrintableText.Of)],
    };
}
