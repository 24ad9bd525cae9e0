namespace Mesh.Node.Bridge.Running;

/// <summary>The line of JSON that says that a bridge is ready.</summary>
internal sealed record BridgeReady(string Bridge, string Mesh, string Other, string Direction, int? Metrics, int Pid);
