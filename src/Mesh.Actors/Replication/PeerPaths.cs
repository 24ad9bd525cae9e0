using Akka.Actor;
using Mesh.Catalog;
using Mesh.Membership;

namespace Mesh.Replication;

/// <summary>Finds the mesh actors of another node.</summary>
internal static class PeerPaths
{
    /// <param name="path">One of the paths in <see cref="MeshNames"/>.</param>
    public static ActorSelection PeerSelection(this IActorContext context, Owner owner, string path)
    {
        var self = ((ExtendedActorSystem)context.System).Provider.DefaultAddress;
        return context.ActorSelection(OwnerAddress.ToAkka(owner.Address, self) + path);
    }
}
