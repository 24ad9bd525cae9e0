namespace Mesh.Node.Bridge.Running;

/// <summary>The bridge must not work; the message says why in a line.</summary>
internal sealed class BridgeRefusedException(string message) : Exception(message);
