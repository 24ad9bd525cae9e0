using System.Collections.Immutable;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Messages;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// Enters the overlay (section 2.3 of the paper): asks the seeds, looks itself up, then refreshes each bucket farther
/// than its nearest neighbour.
/// </summary>
internal sealed class JoinTask : IWaiter
{
    private const int MaxLookups = 5;

    private readonly KadContext _context;
    private readonly ulong _operation;
    private readonly long _messagesBefore;
    private int _seeds;
    private int _lookups;
    private int _refreshes;
    private bool _hasBegun;

    private JoinTask(KadContext context, ulong operation) =>
        (_context, _operation, _messagesBefore) = (context, operation, context.Counters.RequestsSent);

    public static void Start(KadContext context, ulong operation, ImmutableArray<KadAddress> seeds, in KadTime now)
    {
        var task = new JoinTask(context, operation) { _seeds = seeds.Length };
        context.OpenJoins++;
        foreach (var seed in seeds)
            context.Ask(seed, peer: null, context.NewPing(), task, now, isRepeated: true);
        if (seeds.IsEmpty)
            task.Begin(now);
    }

    public void OnAnswer(PendingRequest request, Contact peer, KadMessage answer, in KadTime now)
    {
        _seeds--;
        Begin(now);
    }

    public void OnSlow(PendingRequest request, bool isOverdue, in KadTime now)
    {
        // A slow seed is as good as a fast one.
    }

    public void OnFailure(PendingRequest request, in KadTime now)
    {
        // One that fails late must not be taken for a refresh that has ended.
        if (--_seeds == 0)
            Begin(now);
    }

    private void Begin(in KadTime now)
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        FindNeighbours(now);
    }

    private void FindNeighbours(in KadTime now)
    {
        _lookups++;
        LookupTask.Start(_context, new LookupWish(_context.Self, LookupMode.Nodes), OnNeighboursFound, now);
    }

    private void OnNeighboursFound(LookupTask lookup, KadTime now)
    {
        // It began with the one seed that answered first; if that said nothing more, others have answered meanwhile.
        if (lookup.Peers.Length == 0 && _context.Table.Count > 0 && _lookups < MaxLookups)
        {
            FindNeighbours(now);
            return;
        }

        var targets = _context.Table.JoinTargets(ref _context.Random);
        _refreshes = targets.Count;
        foreach (var target in targets)
            LookupTask.Start(_context, new LookupWish(target, LookupMode.Nodes), OnRefreshed, now);
        if (targets.Count == 0)
            End();
    }

    private void OnRefreshed(LookupTask lookup, KadTime now)
    {
        if (--_refreshes == 0)
            End();
    }

    private void End()
    {
        _context.OpenJoins--;
        _context.Complete(new KadResult.Joined(
            _operation, _context.Table.Count, (int)(_context.Counters.RequestsSent - _messagesBefore)));
    }
}
