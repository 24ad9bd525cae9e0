namespace Mesh.Kademlia.Wire;

/// <summary>A field out of its bounds. Stays within the codec.</summary>
internal sealed class KadFormatException(string message) : Exception(message);
