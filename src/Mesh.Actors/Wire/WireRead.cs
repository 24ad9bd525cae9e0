namespace Mesh.Wire;

/// <summary>Reads a value from all of the bytes.</summary>
internal delegate T WireRead<out T>(ReadOnlySpan<byte> bytes);
