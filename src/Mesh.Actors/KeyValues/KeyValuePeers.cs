using Akka.Actor;

namespace Mesh.KeyValues;

/// <summary>The siblings that the store works with.</summary>
internal sealed record KeyValuePeers(ICanTell Replication, ICanTell Membership, ICanTell Registry);
