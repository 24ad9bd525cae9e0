namespace Mesh.Palette;

/// <summary>The values given for the arguments of a command, by name.</summary>
public sealed class PaletteInput(IReadOnlyDictionary<string, IReadOnlyList<string>> values)
{
    public string Text(string name) => Optional(name) ?? "";

    public string? Optional(string name) => All(name) is [var first, ..] ? first : null;

    public IReadOnlyList<string> All(string name) => values.TryGetValue(name, out var found) ? found : [];

    public bool Has(string name) => values.ContainsKey(name);
}
