namespace Mesh.Node.Http;

/// <summary>How far the node is with being part of its mesh.</summary>
/// <param name="Phase">starting, joining, warming, ready, restarting, refused, leaving or stopped.</param>
/// <param name="Detail">The reason in one line.</param>
internal sealed record Readiness(bool Ready, string Phase, string Detail);
