using Akka.Actor;

namespace Mesh.KeyValues;

/// <summary>The siblings that the store works with.</summary>
public sealed record KeyValuePeers(ICanTell Replication, ICanTell Membership, ICanTell Registry);
