using Akka.Actor;

namespace Mesh.Registry;

/// <summary>The siblings that the registry works with.</summary>
internal sealed record RegistryPeers(ICanTell Replication, ICanTell Heartbeats, ICanTell Membership, ICanTell Select);
