using Mesh.Kademlia.Nodes;

namespace Mesh.Federation;

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

    public int Keys { get; private set; }

    public long RequestsSent { get; private set; }

    public long RequestsFailed { get; private set; }

    public long RequestsAnswered { get; private set; }

    public long AnswersDropped { get; private set; }

    public long RecordsRefused { get; private set; }

    public long RecordsHandedOver { get; private set; }

    /// <summary>How long the last entry into the overlay took, and its questions; null: none has ended.</summary>
    public OverlayEntry? Entry { get; set; }

    public long Lookups => Volatile.Read(ref _lookups);

    public long Hops => Volatile.Read(ref _hops);

    public long LookupRequests => Volatile.Read(ref _lookupRequests);

    public long LookupFailures => Volatile.Read(ref _lookupFailures);

    public void Read(KadNode node)
    {
        (Contacts, Waiting) = (node.Table.Count, node.Table.WaitingCount);
        (Records, Keys) = (node.Store.Count, node.Store.KeyCount);
        var counters = node.Counters;
        (RequestsSent, RequestsFailed, RequestsAnswered) = (counters.RequestsSent, counters.RequestsFailed, counters.RequestsAnswered);
        (AnswersDropped, RecordsRefused, RecordsHandedOver) = (counters.AnswersDropped, counters.RecordsRefused, counters.RecordsHandedOver);
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
