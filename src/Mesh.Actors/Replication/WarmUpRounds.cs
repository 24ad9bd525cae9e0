using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Runs a <see cref="WarmUp"/> for an actor that fills up its buckets: whom to ask at each tick, and when it is warm.
/// Not thread-safe: it belongs to its actor.
/// </summary>
/// <param name="ask">Sends a question to the member that answers it.</param>
/// <param name="onWarm">Told once.</param>
internal sealed class WarmUpRounds(Owner self, int buckets, Action<Owner, IWireMessage> ask, Action onWarm)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    // Whole buckets of a large mesh from a busy member take their time; beginning anew takes longer.
    private const int PatienceWithBuckets = 8;

    private WarmUp _state = WarmUp.Start;
    private WarmUp? _lastRound;
    private int _ticksInVain;
    private bool _isTold;

    public bool IsWarm => _state.IsWarm;

    /// <summary>A round that does not get on is given up for the next member.</summary>
    public void Tick(ImmutableSortedSet<Owner> members)
    {
        _ticksInVain = _state == _lastRound ? _ticksInVain + 1 : 0;
        _lastRound = _state;
        var patience = _state.Asked.IsEmpty ? 1 : PatienceWithBuckets;
        if (_state.Source is not null && _ticksInVain < patience)
            return;
        var next = _state.Next(members.Remove(self));
        Advance(next);
        (_lastRound, _ticksInVain) = (_state, 0);
        if (next.Source is { } source)
            ask(source, new ReplicationProtocol.GetVersions(self));
    }

    public void Told(ReplicationProtocol.Versions versions) => Advance(_state.Told(
        versions.From,
        versions.Ready,
        versions.Items.Select(v => v.Bucket).Where(b => b >= 0 && b < buckets).Distinct().Order()));

    public void Received(Owner from, int index) => Advance(_state.Received(from, index));

    private void Advance(WarmUp next)
    {
        (_state, var missing) = next.Ask();
        if (!missing.IsEmpty)
            ask(_state.Source!, new ReplicationProtocol.Pull(self, missing));
        if (!_state.IsWarm || _isTold)
            return;
        _isTold = true;
        onWarm();
    }
}
