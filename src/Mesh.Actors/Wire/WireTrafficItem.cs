namespace Mesh.Wire;

/// <summary>How often messages of one manifest came in, and their bytes in sum.</summary>
internal readonly record struct WireTrafficItem(string Manifest, long Messages, long Bytes);
