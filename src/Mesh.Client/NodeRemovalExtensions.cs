using Mesh.Catalog;
using Mesh.Views;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client;

/// <summary>Takes away a node that will not come back, with what it has left behind.</summary>
public static class NodeRemovalExtensions
{
    // What is adopted meanwhile has another claim, and is looked for once more.
    private const int Rounds = 3;

    /// <summary>
    /// Declares a member that does not answer dead, and deregisters the anchored instances of the node, which else are kept
    /// until it is back. What lives on elsewhere stays. Can be asked at any node.
    /// </summary>
    /// <param name="address">The node, "host:port".</param>
    public static async Task<IRemoveNodeReply> RemoveNodeAsync(
        this IMeshClient client,
        IMeshInspector inspector,
        string address,
        string reason = "",
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(inspector);
        // A node that came back is there twice for a while.
        var members = inspector.Members.Items.Where(m => m.Owner.Address == address).ToArray();
        if (members.Any(m => m.IsSelf || m.Standing is Standing.Confirmed))
            return new NodeIsAlive(address);
        var isKnown = members.Length > 0 && await inspector.DownAsync(address, cancellation);
        var removed = new List<InstanceKey>();
        for (var round = 0; round < Rounds; round++)
        {
            var left = LeftBy(client.Snapshot, address);
            if (left.Count == 0)
                break;
            isKnown = true;
            var replies = await Task.WhenAll(left.Select(i => client.DeregisterClaimAsync(i.Key, i.Claim, reason, cancellation)));
            removed.AddRange(replies.OfType<Deregistered>().Select(d => d.Key));
            if (replies.OfType<Unavailable>().FirstOrDefault() is { } unavailable)
                return unavailable;
        }

        return isKnown ? new NodeRemoved(address, ValueList.From(removed.Order())) : new NodeNotFound(address);
    }

    /// <summary>The instances of a node's host, which are shown at it while it is away.</summary>
    internal static IReadOnlyList<ServiceInstance> LeftBy(CatalogSnapshot snapshot, string address) =>
    [
        .. snapshot.Services.Values.SelectMany(s => s.Instances)
            .Where(v => v.Owner.Address == address && Lifetimes.IsLeft(v))
            .Select(v => v.Instance),
    ];
}
