namespace Mesh.Node.Bridge.Mirror;

/// <summary>A write that was ordered and is not seen yet in the view of the target.</summary>
/// <param name="Digest">Of the copy written; null: removed.</param>
/// <param name="Until">When it is ordered again if it still is not seen.</param>
internal sealed record PendingWrite(string? Digest, TimeSpan Until);
