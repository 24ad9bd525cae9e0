namespace Mesh.Kademlia.Routing;

/// <summary>A contact of the routing table as operators see it.</summary>
/// <param name="SharedBits">Leading bits that its id shares with the own.</param>
/// <param name="Failures">In a row; while there are any the contact is not offered to others.</param>
/// <param name="HeardAgo">Since it last answered or asked.</param>
public sealed record PeerView(Contact Peer, int SharedBits, int Failures, TimeSpan HeardAgo);
