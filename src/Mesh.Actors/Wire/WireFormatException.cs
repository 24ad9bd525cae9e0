namespace Mesh.Wire;

/// <summary>
/// Bytes that do not make up the value wanted. Stays within the serializer, which adds the manifest and throws a
/// <see cref="MalformedMessageException"/>.
/// </summary>
internal sealed class WireFormatException(string message) : Exception(message);
