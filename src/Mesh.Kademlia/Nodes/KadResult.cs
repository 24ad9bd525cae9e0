using System.Collections.Immutable;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>How an operation ended.</summary>
public abstract record KadResult(ulong Operation)
{
    /// <summary>In the overlay, or not: no seed answered when there are no contacts.</summary>
    public sealed record Joined(ulong Operation, int Contacts, int Messages) : KadResult(Operation);

    /// <summary>The nearest peers that answered, nearest first.</summary>
    public sealed record PeersFound(ulong Operation, ImmutableArray<Contact> Peers, LookupCost Cost) : KadResult(Operation);

    /// <summary>The records of all meshes found under the key, without withdrawn ones.</summary>
    /// <param name="IsKnown">Some peer had a record, be it a tombstone.</param>
    /// <param name="IsCrowded">There may be more under the shards of the key.</param>
    /// <param name="IsInTime">False: the deadline cut the search short.</param>
    public sealed record Located(
        ulong Operation, ImmutableArray<KadRecord> Records, bool IsKnown, bool IsCrowded, bool IsInTime, LookupCost Cost)
        : KadResult(Operation);

    /// <summary>Stored at so many holders by now; what others said, if they said anything.</summary>
    public sealed record Published(
        ulong Operation, int Holders, ImmutableArray<StoreVerdict> Refusals, LookupCost Cost) : KadResult(Operation);

    /// <summary>The peer answered, or not.</summary>
    public sealed record Pinged(ulong Operation, Contact? Peer, TimeSpan RoundTrip) : KadResult(Operation);

    /// <summary>Records handed on.</summary>
    public sealed record Left(ulong Operation, int Records) : KadResult(Operation);

    /// <summary>The record was not published: what is wrong with it.</summary>
    public sealed record Refused(ulong Operation, StoreVerdict Verdict) : KadResult(Operation);
}
