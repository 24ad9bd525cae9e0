namespace Mesh.Palette.Api;

/// <summary>A gateway of the overlay.</summary>
/// <param name="SharedBits">Leading bits that its id shares with the own.</param>
/// <param name="Failures">In a row; null where it is not a matter of the table.</param>
/// <param name="HeardAgoMs">Since it was last heard of.</param>
public sealed record KadPeerModel(string Id, string Address, int SharedBits, int? Failures = null, long? HeardAgoMs = null);
