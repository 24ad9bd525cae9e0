using Mesh.Kademlia.Records;
using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Nodes;

/// <summary>What a node does about each peer that it hears of: notes it, pings it, brings it the records it should hold.</summary>
internal sealed class Introductions(NodeState node)
{
    /// <summary>Nobody else brings a newcomer its records: what is not answered for is sent again.</summary>
    private const int Attempts = 3;

    /// <param name="token">The peer's; 0: it gave none.</param>
    /// <param name="isLedTo">A lookup of this node came upon it.</param>
    public void See(Contact contact, ContactEvidence hearing, ulong token, in Moment now, bool isLedTo = false)
    {
        switch (node.Table.Observe(contact, hearing, now.At))
        {
            case ObserveOutcome.WorthProbing:
                PingTask.Start(node, contact.Address, contact, operation: null, now);
                break;
            // To a node that is joining everybody is new: whom its lookups come upon was there before it.
            case ObserveOutcome.Added when node.Store.Count > 0 && !(isLedTo && node.IsJoining):
                if (Handover.For(node, contact, now) is { Count: > 0 } records)
                    Bring(contact, token, records, Attempts, now);
                break;
        }
    }

    private void Bring(Contact newcomer, ulong token, List<KadRecord> records, int attempts, in Moment now) => Handover.Deliver(
        node,
        newcomer,
        token,
        records,
        (verdicts, at) =>
        {
            if (verdicts.Length < records.Count && attempts > 1)
                Bring(newcomer, token, records[verdicts.Length..], attempts - 1, at);
        },
        now);
}
