using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>Between the registries of two nodes of a mesh.</summary>
internal static class RegistryPeerProtocol
{
    /// <summary>
    /// From a program of this node: the answer waits until every member that can be reached holds the change, and comes as
    /// <see cref="Reached"/> then.
    /// </summary>
    public sealed record Reach(RegistryProtocol.ICommand Command, TimeSpan Limit) : INoSerializationVerificationNeeded;

    /// <param name="Missing">The members, each "host:port", that had not said that they hold the change.</param>
    public sealed record Reached(RegistryProtocol.IReply Reply, ValueList<string> Missing) : IWireMessage;

    /// <summary>A command for an instance that the receiver owns; not passed on a second time.</summary>
    /// <param name="Reach">The limit of <see cref="RegistryPeerProtocol.Reach"/>; 0: the answer waits for nobody.</param>
    public sealed record Forwarded(RegistryProtocol.ICommand Command, TimeSpan Reach = default) : IWireMessage;

    /// <summary>How far the sender's line of indexes has come, where the others may have numbered otherwise.</summary>
    public sealed record IndexesReached(ImmutableArray<ReachedIndex> Items) : IWireMessage, IDeadLetterSuppression
    {
        /// <summary>Of one message.</summary>
        public const int MaxItems = 512;
    }

    /// <summary>One node's part of the answer to <see cref="RegistryProtocol.Explain"/>.</summary>
    public sealed record GetEvents(InstanceKey Key) : IWireMessage;

    public sealed record Events(InstanceKey Key, Owner From, ValueList<CatalogEvent> Items) : IWireMessage;
}
