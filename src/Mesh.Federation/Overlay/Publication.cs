using Mesh.Kademlia;
using Mesh.Kademlia.Records;

namespace Mesh.Federation.Overlay;

/// <summary>What this gateway publishes under one key and renews.</summary>
/// <param name="Shard">Where it goes too when the key is full; null: the key has no shards.</param>
internal sealed record Publication(OverlaySubject Subject, NodeId Key, NodeId? Shard, MeshLocator Locator);
