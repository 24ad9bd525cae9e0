using System.Diagnostics.Metrics;

namespace Mesh.Hosting;

/// <summary>What another library adds to a node. Taken from the host's services; outlives the ActorSystem.</summary>
internal interface IMeshExtension
{
    /// <summary>Cluster roles that the node has beside its own.</summary>
    IReadOnlyList<string> Roles { get; }

    /// <summary>Actors below /user/mesh, started after the node's own, in this order.</summary>
    IReadOnlyList<MeshChild> Children { get; }

    /// <summary>Adds what the extension can be watched by to the meter of the node.</summary>
    void AddInstruments(Meter meter);
}
