using Mesh.Catalog;

namespace Mesh.Node.Consul.Entries;

/// <summary>What the last run of a check saw; null where this node does not run it.</summary>
internal delegate string? CheckOutputs(InstanceKey key, string checkId);
