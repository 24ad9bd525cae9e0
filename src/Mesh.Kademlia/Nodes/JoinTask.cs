using System.Collections.Immutable;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// Enters the overlay (section 2.3 of the paper): asks the seeds, looks itself up, then refreshes each bucket farther
/// than its nearest neighbour.
/// </summary>
internal sealed class JoinTask : IWaiter
{
    private const int MaxLookups = 5;

    private readonly NodeState _node;
    private readonly ulong _operation;
    private readonly long _messagesBefore;
    private int _seeds;
    private int _lookups;
    private int _refreshes;
    private bool _hasBegun;

    private JoinTask(NodeState node, ulong operation) =>
        (_node, _operation, _messagesBefore) = (node, operation, node.Counters.RequestsSent);

    public static void Start(NodeState node, ulong operation, ImmutableArray<KadAddress> seeds, in Moment now)
    {
        var task = new JoinTask(node, operation) { _seeds = seeds.Length };
        node.OpenJoins++;
        foreach (var seed in seeds)
            node.Ask(seed, peer: null, node.NewPing(), task, now, isRepeated: true);
        if (seeds.IsEmpty)
            task.Begin(now);
    }

    public void OnAnswer(PendingRequest request, Contact peer, KadMessage answer, in Moment now)
    {
        _seeds--;
        Begin(now);
    }

    public void OnSlow(PendingRequest request, bool isOverdue, in Moment now)
    {
        // A slow seed is as good as a fast one.
    }

    public void OnFailure(PendingRequest request, in Moment now)
    {
        // One that fails late must not be taken for a refresh that has ended.
        if (--_seeds == 0)
            Begin(now);
    }

    private void Begin(in Moment now)
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        FindNeighbours(now);
    }

    private void FindNeighbours(in Moment now)
    {
        _lookups++;
        LookupTask.Start(_node, new LookupWish(_node.Self, LookupMode.Nodes), OnNeighboursFound, now);
    }

    private void OnNeighboursFound(LookupTask lookup, Moment now)
    {
        // It began with the one seed that answered first; if that said nothing more, others have answered meanwhile.
        if (lookup.Peers.Length == 0 && _node.Table.Count > 0 && _lookups < MaxLookups)
        {
            FindNeighbours(now);
            return;
        }

        var targets = _node.Table.JoinTargets(ref _node.Random);
        _refreshes = targets.Count;
        foreach (var target in targets)
            LookupTask.Start(_node, new LookupWish(target, LookupMode.Nodes), OnRefreshed, now);
        if (targets.Count == 0)
            End();
    }

    private void OnRefreshed(LookupTask lookup, Moment now)
    {
        if (--_refreshes == 0)
            End();
    }

    private void End()
    {
        _node.OpenJoins--;
        _node.Complete(new KadResult.Joined(
            _operation, _node.Table.Count, (int)(_node.Counters.RequestsSent - _messagesBefore)));
    }
}
