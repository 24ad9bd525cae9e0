using Mesh.Kademlia.Nodes;

namespace Mesh.Federation.Overlay;

/// <summary>What the overlay's part of a node can be watched by. Written by the actor, read by anyone.</summary>
internal sealed class OverlayFigures
{
    private long _lookups;
    private long _hops;
    private long _lookupRequests;
    private long _lookupFailures;

    public int Contacts { get; private set; }

    public int Waiting { get; private set; }

    public int Records { get; private set; }

    /// <summary>Of the peer that runs now or ran last; they begin anew with it.</summary>
    public KadCounters Counters { get; private set; } = new();

    /// <summary>How long the last entry into the overlay took, and its questions; null: none has ended.</summary>
    public OverlayEntry? Entry { get; set; }

    public long Lookups => Volatile.Read(ref _lookups);

    public long Hops => Volatile.Read(ref _hops);

    public long LookupRequests => Volatile.Read(ref _lookupRequests);

    public long LookupFailures => Volatile.Read(ref _lookupFailures);

    public void Read(KadNode node)
    {
        (Contacts, Waiting) = (node.Table.Count, node.Table.WaitingCount);
        (Records, Counters) = (node.Store.Count, node.Counters);
    }

    /// <summary>A lookup of this gateway's own has ended.</summary>
    public void OnLookup(in LookupCost cost)
    {
        Interlocked.Increment(ref _lookups);
        Interlocked.Add(ref _hops, cost.Hops);
        Interlocked.Add(ref _lookupRequests, cost.Messages);
        Interlocked.Add(ref _lookupFailures, cost.Failures);
    }
}
