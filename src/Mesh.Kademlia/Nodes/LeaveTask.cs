using System.Collections.Immutable;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>Hands the records on before this node goes, each to the peer that is its last of the k nearest then.</summary>
internal sealed class LeaveTask
{
    private const int Attempts = 3;

    private readonly NodeState _node;
    private readonly ulong _operation;
    private int _open = 1;
    private int _records;

    private LeaveTask(NodeState node, ulong operation) => (_node, _operation) = (node, operation);

    public static void Start(NodeState node, ulong operation, in Moment now)
    {
        var task = new LeaveTask(node, operation);
        task.HandOn(Handover.All(node, now).ToArray(), Attempts, now);
        task.Close();
    }

    private void HandOn((Contact Heir, List<KadRecord> Records)[] parts, int attempts, in Moment now)
    {
        _open += parts.Length;
        foreach (var (heir, held) in parts)
            Handover.Deliver(_node, heir, token: 0, held, (verdicts, at) => OnDelivered(held, attempts, verdicts, at), now);
    }

    private void OnDelivered(List<KadRecord> held, int attempts, ImmutableArray<StoreVerdict> verdicts, Moment now)
    {
        _records += verdicts.Count(v => v is StoreVerdict.Stored or StoreVerdict.Refreshed);
        // The heir may have gone too, which nobody has noticed yet: there is a next one.
        if (verdicts.IsEmpty && attempts > 1)
            HandOn(Handover.To(_node, held).ToArray(), attempts - 1, now);
        Close();
    }

    private void Close()
    {
        if (--_open == 0)
            _node.Complete(new KadResult.Left(_operation, _records));
    }
}
