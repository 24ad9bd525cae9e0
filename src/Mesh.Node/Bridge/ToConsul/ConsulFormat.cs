using Mesh.Catalog;
using Mesh.Node.Bridge.Mirror;

namespace Mesh.Node.Bridge.ToConsul;

/// <summary>Copies in Consul: services of a node that stands for the mesh, each with one check. Pure.</summary>
internal sealed class ConsulFormat(BridgeOrigin mesh) : ICopyFormat
{
    public bool CarriesStatus => true;

    /// <summary>The key in the mesh is unique, and nothing native is on the mesh's node.</summary>
    public string KeyOf(BridgeOrigin source, SideEntry original) =>
        ConsulMapping.KeyOf(ConsulMapping.NodeOf(mesh), original.Key);

    public string? Refuses(BridgeOrigin source, SideEntry original) =>
        ConsulMapping.MetaEntries(original.Instance) is var entries and > InstanceLimits.MetadataEntries
            ? $"metadata, ports and marks: must be at most {InstanceLimits.MetadataEntries} entries of Meta, has {entries}"
            : null;
}
