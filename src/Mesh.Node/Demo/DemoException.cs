namespace Mesh.Node.Demo;

/// <summary>A step of the demo failed; the message is one line.</summary>
internal sealed class DemoException(string message) : Exception(message);
