using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Remote;

/// <summary>Which gateway of the own mesh a node asks for what. Pure.</summary>
internal static class GatewayChoice
{
    /// <summary>The gateways of this mesh that may be asked now, as they have registered themselves.</summary>
    public static ImmutableArray<Owner> Of(CatalogSnapshot snapshot) =>
    [
        .. (snapshot.Find(FederationNames.GatewayService)?.Instances ?? [])
            .Where(v => v.IsOffered && v.Standing is Standing.Confirmed).Select(v => v.Owner).Distinct().Order(),
    ];

    /// <summary>
    /// The node's own one if it is a gateway; else by rendezvous, so that all nodes ask the same one for a service and it
    /// needs one stream. Null: there is none.
    /// </summary>
    public static Owner? For(RemoteName name, Owner self, ImmutableArray<Owner> gateways)
    {
        Owner? chosen = null;
        ulong best = 0;
        foreach (var gateway in gateways)
        {
            if (gateway == self)
                return self;
            var hash = StableHash.Of(name.ToString(), gateway.ToString());
            if (chosen is null || hash > best)
                (chosen, best) = (gateway, hash);
        }

        return chosen;
    }
}
