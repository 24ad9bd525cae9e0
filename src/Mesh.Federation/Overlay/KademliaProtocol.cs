using System.Collections.Immutable;
using Akka.Actor;
using Mesh.Federation.Transport;
using Mesh.Kademlia;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Routing;

namespace Mesh.Federation.Overlay;

/// <summary>
/// What the node's own services say to /user/mesh/kademlia. Nothing here crosses between nodes: what gateways tell each
/// other are the datagrams of <see cref="KadProtocol"/>.
/// </summary>
internal static class KademliaProtocol
{
    public interface IPublishReply : INoSerializationVerificationNeeded;

    public interface IFindReply : INoSerializationVerificationNeeded;

    public interface IPeersReply : INoSerializationVerificationNeeded;

    public interface IPingReply : INoSerializationVerificationNeeded;

    public interface IStatusReply : INoSerializationVerificationNeeded;

    // Commands

    /// <summary>Sign, store, renew. Answer: <see cref="IPublishReply"/>.</summary>
    public sealed record Publish(OverlaySubject Subject, MeshLocator Locator) : INoSerializationVerificationNeeded;

    /// <summary>Store a tombstone. Answer: <see cref="IPublishReply"/>.</summary>
    public sealed record Withdraw(OverlaySubject Subject) : INoSerializationVerificationNeeded;

    /// <summary>Hand the records on and begin nothing new; questions of others are answered until the stop. Answer: <see cref="Left"/>.</summary>
    /// <param name="IsLast">No other gateway of this mesh is left: what was published is withdrawn first.</param>
    public sealed record Leave(bool IsLast) : INoSerializationVerificationNeeded;

    // Queries

    /// <summary>Look up records. Answer: <see cref="IFindReply"/>.</summary>
    public sealed record Find(OverlaySubject Subject, FindMode Mode, TimeSpan Deadline) : INoSerializationVerificationNeeded;

    /// <summary>Look up the peers nearest to a point. Answer: <see cref="IPeersReply"/>.</summary>
    public sealed record FindPeers(NodeId Target) : INoSerializationVerificationNeeded;

    /// <summary>Is a gateway there? Answer: <see cref="IPingReply"/>.</summary>
    public sealed record Ping(KadAddress Address) : INoSerializationVerificationNeeded;

    /// <summary>Table, store and counters. Answer: <see cref="IStatusReply"/>.</summary>
    public sealed record GetStatus : INoSerializationVerificationNeeded
    {
        public static GetStatus Instance { get; } = new();
    }

    // Replies

    /// <summary>Stored at so many peers, this one included; 0: the record waits for the next renewal.</summary>
    public sealed record Published(int Holders, LookupCost Cost) : IPublishReply;

    /// <summary>Not published, and it will not be: what is wrong, in one line.</summary>
    public sealed record PublishRefused(string Reason) : IPublishReply;

    /// <param name="IsWhole">False: the deadline cut the search short, or a holder had more than it gave.</param>
    public sealed record Found(ImmutableArray<FoundMesh> Meshes, bool IsWhole, LookupCost Cost) : IFindReply;

    /// <summary>The nearest peers that answered, nearest first.</summary>
    public sealed record PeersFound(ImmutableArray<Contact> Peers, LookupCost Cost) : IPeersReply;

    /// <param name="By">What carried the answer.</param>
    public sealed record Answered(NodeId Peer, TimeSpan RoundTrip, Carrier By) : IPingReply;

    /// <summary>Nobody answers there within the timeout, or nobody who is certified.</summary>
    public sealed record Silent : IPingReply
    {
        public static Silent Instance { get; } = new();
    }

    /// <param name="Buckets">Of the routing table.</param>
    public sealed record GatewayStatus(OverlaySelf Self, bool IsClosed, int Buckets, ImmutableArray<PeerView> Peers, StoreView Store)
        : IStatusReply;

    /// <summary>Records that others have taken over.</summary>
    public sealed record Left(int Records) : INoSerializationVerificationNeeded;

    /// <summary>The overlay cannot be asked right now: why, in one line.</summary>
    public sealed record Unavailable(string Reason) : IPublishReply, IFindReply, IPeersReply, IPingReply, IStatusReply;
}
