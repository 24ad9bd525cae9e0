using System.Diagnostics.CodeAnalysis;

namespace Mesh.Node.Bridge.Mirror;

/// <summary>
/// What a copy carries so that nobody takes it for an instance of the system it is in. An instance without it is native.
/// </summary>
/// <param name="Bridge">The bridge that wrote the copy, and the only one that may change or remove it.</param>
/// <param name="Revision">The revision of the origin that was copied; for people.</param>
/// <param name="Digest">Of what was copied: tells whether the copy is up to date, whatever the target made of it.</param>
internal sealed record OriginMark(BridgeOrigin Origin, string Bridge, string Revision, string Digest)
{
    public const string OriginKey = "mesh-origin";
    public const string BridgeKey = "mesh-bridge";
    public const string RevisionKey = "mesh-origin-rev";

    /// <summary>How many entries of metadata a mark takes.</summary>
    public const int Entries = 3;

    public static bool IsMarkKey(string key) => key is OriginKey or BridgeKey or RevisionKey;

    /// <summary>Null: there is no mark. One that cannot be read in full is still a mark, of nobody's.</summary>
    public static OriginMark? Read(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(OriginKey, out var text))
            return null;
        if (!BridgeOrigin.TryParse(text, out var origin))
            origin = new BridgeOrigin("unknown", text);
        var (revision, digest) = Split(metadata.GetValueOrDefault(RevisionKey, ""));
        return new OriginMark(origin, metadata.GetValueOrDefault(BridgeKey, ""), revision, digest);
    }

    public IEnumerable<KeyValuePair<string, string>> Write() =>
    [
        new(OriginKey, Origin.ToString()),
        new(BridgeKey, Bridge),
        new(RevisionKey, $"{Revision}-{Digest}"),
    ];

    [SuppressMessage("Globalization", "CA1307", Justification = "a character has no culture")]
    private static (string Revision, string Digest) Split(string text)
    {
        var dash = text.LastIndexOf('-');
        return dash < 0 ? (text, "") : (text[..dash], text[(dash + 1)..]);
    }
}
