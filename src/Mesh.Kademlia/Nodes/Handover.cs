using System.Collections.Immutable;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>Which records go to which peer when one comes or this one goes (section 2.5 of the paper).</summary>
internal static class Handover
{
    /// <summary>
    /// Peers that bring a record to a newcomer. The paper has the nearest do it; it may be dead without anybody knowing
    /// yet, or may have missed the record.
    /// </summary>
    private const int Bringers = 2;

    /// <summary>
    /// What a newcomer should hold and this node is to bring: it is among the k nearest to the key, and of the others
    /// this node is one of the two nearest, so that two copies come and not k.
    /// </summary>
    public static List<KadRecord> For(NodeState node, Contact newcomer, in Moment now)
    {
        var records = new List<KadRecord>();
        var nearest = new Contact[node.Settings.K];
        foreach (var key in node.Store.Held(now).GroupBy(r => r.Record.Key))
        {
            var known = nearest.AsSpan(0, node.Table.Closest(key.Key, nearest));
            if (IsMine(node.Self, key.Key, newcomer, known))
                records.AddRange(key.Select(r => r.Record));
        }

        return records;
    }

    /// <summary>For each record the peer that becomes the last of the k nearest when this node goes.</summary>
    public static IEnumerable<(Contact Heir, List<KadRecord> Records)> All(NodeState node, Moment now) =>
        To(node, node.Store.Held(now).Select(h => h.Record));

    /// <summary>The same for these records. Contacts that did not answer are no heirs.</summary>
    public static IEnumerable<(Contact Heir, List<KadRecord> Records)> To(NodeState node, IEnumerable<KadRecord> all)
    {
        var nearest = new Contact[node.Settings.K];
        var heirs = new Dictionary<Contact, List<KadRecord>>();
        foreach (var record in all)
        {
            var count = node.Table.Closest(record.Key, nearest);
            if (count == 0)
                continue;
            var heir = nearest[count - 1];
            if (!heirs.TryGetValue(heir, out var records))
                heirs[heir] = records = [];
            records.Add(record);
        }

        return heirs.OrderBy(h => h.Key.Id).Select(h => (h.Key, h.Value));
    }

    public static void Deliver(
        NodeState node,
        Contact to,
        ulong token,
        List<KadRecord> records,
        Action<ImmutableArray<StoreVerdict>, Moment> onEnd,
        in Moment now)
    {
        node.Counters.RecordsHandedOver += records.Count;
        Delivery.Start(node, to, token, records, TimeSpan.Zero, onEnd, now);
    }

    private static bool IsMine(in NodeId self, in NodeId key, Contact newcomer, ReadOnlySpan<Contact> known)
    {
        var (isAmongNearest, nearer) = (false, 0);
        foreach (var contact in known)
        {
            if (contact.Id == newcomer.Id)
                isAmongNearest = true;
            else if ((contact.Id ^ key) < (self ^ key) && ++nearer == Bringers)
                return false;
        }

        return isAmongNearest;
    }
}
