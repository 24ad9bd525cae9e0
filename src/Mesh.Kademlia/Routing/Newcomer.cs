namespace Mesh.Kademlia.Routing;

/// <summary>A contact that waits for a place in a full bucket.</summary>
internal readonly record struct Newcomer(Contact Contact, bool HasAnswered);
