using Akka.Actor;
using Akka.Cluster;

namespace Mesh.Hosting;

/// <summary>Why an ActorSystem cannot be a node, in one line.</summary>
internal static class SystemFault
{
    /// <returns>Null: it can.</returns>
    public static string? Of(ActorSystem system, bool ownsCluster)
    {
        ArgumentNullException.ThrowIfNull(system);
        // Addresses of actors hold the name: with another one the nodes would not find each other's.
        if (ownsCluster && system.Name != MeshNames.ActorSystem)
        {
            return $"the ActorSystem is named '{system.Name}', and those of a mesh are all named '{MeshNames.ActorSystem}': "
                + $"AddAkka(\"{MeshNames.ActorSystem}\", ...), or WithMesh(options, ownsCluster: false) beside a cluster of the application's own";
        }

        return system is ExtendedActorSystem { Provider: not IClusterActorRefProvider }
            ? $"the ActorSystem '{system.Name}' is no cluster: WithMesh(options, ownsCluster: false) goes with WithClustering(...)"
            : null;
    }
}
