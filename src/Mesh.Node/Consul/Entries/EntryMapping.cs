using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Entries;

/// <summary>From the mesh's view of a service to Consul's entries. Pure.</summary>
internal static class EntryMapping
{
    /// <param name="outputs">What the last run of a check saw, where this node knows it.</param>
    public static ImmutableArray<CatalogEntry> Of(ServiceView view, CheckOutputs outputs, NodeNames? names = null)
    {
        // More instances are in doubt than can be believed: the mesh goes on offering them, so they must look passing.
        var doubted = view.Endpoints.Endpoints
            .Where(e => e.IsUnconfirmed).Select(e => e.Instance.Id).ToHashSet();
        return [.. view.Instances.Select(i => Of(i, view.Index, doubted.Contains(i.Instance.Id), outputs, names))];
    }

    private static CatalogEntry Of(InstanceView view, long revision, bool staysInDoubt, CheckOutputs outputs, NodeNames? names)
    {
        var instance = view.Instance;
        var metadata = ConsulMetadata.Read(instance.Metadata);
        var node = MeshNodes.Of(view, metadata, names);
        var entry = new CatalogEntry
        {
            Node = node,
            Instance = instance,
            Metadata = metadata,
            ServiceName = metadata.Name.Length > 0 ? metadata.Name : instance.Service.Value,
            Address = metadata.GivenAddress.Length > 0 ? metadata.GivenAddress
                : metadata.HasNoAddress && instance.Host == ConsulAddress.HostOf(node.Address) ? ""
                : instance.Host,
            Checks = [],
            Index = revision,
        };
        ImmutableArray<ConsulCheck> ofNode = metadata.Node is null
            ? [NodeChecks.Serf(node.Name, view.Standing, staysInDoubt, revision)]
            : [];
        return entry with { Checks = [.. ofNode, .. CheckMapping.Of(entry, outputs)] };
    }
}
