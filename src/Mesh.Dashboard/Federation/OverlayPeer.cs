namespace Mesh.Dashboard.Federation;

/// <summary>A gateway in the overlay's table.</summary>
/// <param name="SharedBits">Leading bits that its id shares with the own.</param>
/// <param name="Failures">In a row.</param>
internal sealed record OverlayPeer(string Id, string Address, int SharedBits, int Failures, TimeSpan HeardAgo);
