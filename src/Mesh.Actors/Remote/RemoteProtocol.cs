using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;

namespace Mesh.Remote;

/// <summary>
/// Between the nodes of one mesh: what a node wants to know of other meshes it asks of a gateway of its own. Nothing here
/// crosses from mesh to mesh.
/// </summary>
internal static class RemoteProtocol
{
    public interface ILocal : INoSerializationVerificationNeeded;

    /// <summary>One remote service that a node wants to follow, and what it has of it.</summary>
    /// <param name="Version">As told by the gateway that is asked; 0: none.</param>
    public sealed record Wanted(RemoteName Name, long Version);

    /// <summary>
    /// A node says all that it wants of this gateway, again every few seconds; what it no longer names is forgotten. The
    /// gateway answers with one <see cref="Imported"/> each, now and at each change.
    /// </summary>
    public sealed record Follow(ValueList<Wanted> Items) : IWireMessage, IDeadLetterSuppression;

    /// <summary>What the gateway knows of a remote service.</summary>
    /// <param name="Origin">The mesh that the instances are of; empty while nobody answered.</param>
    /// <param name="Version">Rises with each change; numbers of another gateway mean nothing.</param>
    /// <param name="Age">Since the last word from the other mesh.</param>
    /// <param name="IsSame">The follower has this version, so the items are left out.</param>
    public sealed record Imported(
        RemoteName Name,
        string Origin,
        long Version,
        RemoteState State,
        TimeSpan Age,
        bool IsSame,
        ValueList<InstanceView> Items) : IWireMessage, IDeadLetterSuppression;

    /// <summary>Within a node: somebody has asked for a remote service for the first time.</summary>
    public sealed record Look : ILocal
    {
        public static readonly Look Instance = new();
    }
}
