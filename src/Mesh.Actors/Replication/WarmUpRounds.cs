using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Runs a <see cref="WarmUp"/> for an actor that fills up its buckets: whom to ask at each tick, and when it is warm. Not before
/// every member has said that it sends its writes here: what one writes that has not heard of this node yet would be answered for,
/// and be missing here. One that says nothing is waited for a while. Then it follows the <see cref="Comeback"/> of the others. Not
/// thread-safe: it belongs to its actor.
/// </summary>
/// <param name="ask">Sends a question to the member that answers it.</param>
/// <param name="onWarm">Told once.</param>
/// <param name="onAwaited">Told whose comeback is waited for once it is warm, and when that changes; nobody's: for the last time.</param>
internal sealed class WarmUpRounds(
    Owner self, int buckets, Action<Owner, IWireMessage> ask, Action onWarm, Action<ImmutableArray<string>> onAwaited)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    // Whole buckets of a large mesh from a busy member take their time; beginning anew takes longer.
    private const int PatienceWithBuckets = 8;

    // Two seconds: gossip takes one round of a second to reach all; an older node never says it.
    private const int PatienceWithMembers = 5;

    // Ten seconds: a member that others list comes, if the machine is slow, late; one that is gone is in their logs for a moment.
    private const int PatienceWithOwners = 25;

    private readonly HashSet<Owner> _knownBy = [];
    private ImmutableHashSet<Owner> _owners = [];
    private Comeback _comeback = Comeback.Start;
    private ImmutableArray<string>? _awaited;
    private int _ticksWarm;
    private int _ticksQuiet;
    private WarmUp _state = WarmUp.Start;
    private WarmUp? _lastRound;
    private ImmutableSortedSet<Owner> _others = [];
    private int _ticksInVain;
    private int _ticksUnknown;

    /// <summary>Has everything come that others said there is without proof? Null: nothing needs any.</summary>
    public Func<bool>? IsProven { get; init; }

    /// <summary>The addresses of other members that stored something when this node ran last.</summary>
    public IReadOnlySet<string> Former { get; init; } = ImmutableHashSet<string>.Empty;

    public bool IsWarm { get; private set; }

    /// <summary>It is warm, and waits for nobody.</summary>
    public bool IsOver => _awaited is { IsEmpty: true };

    /// <summary>To this member the node is one.</summary>
    public void Known(Owner by)
    {
        _knownBy.Add(by);
        Finish();
    }

    /// <summary>This member has brought back what it had stored.</summary>
    public void IsBack(Owner member)
    {
        _comeback = _comeback.With(member);
        Await();
    }

    /// <summary>A round that does not get on is given up for the next member.</summary>
    public void Tick(ImmutableSortedSet<Owner> members)
    {
        var others = members.Remove(self);
        var hasCome = !others.IsSubsetOf(_others);
        _others = others;
        if (IsWarm)
        {
            _ticksWarm++;
            _ticksQuiet = hasCome ? 0 : _ticksQuiet + 1;
            Await();
            return;
        }

        if (_state.IsWarm)
        {
            _ticksUnknown++;
            Finish();
            return;
        }

        _ticksInVain = _state == _lastRound ? _ticksInVain + 1 : 0;
        _lastRound = _state;
        var patience = _state.Asked.IsEmpty ? 1 : PatienceWithBuckets;
        if (_state.Source is not null && _ticksInVain < patience)
            return;
        var next = _state.Next(_others);
        Advance(next);
        (_lastRound, _ticksInVain) = (_state, 0);
        if (next.Source is { } source)
            ask(source, new ReplicationProtocol.GetVersions(self));
    }

    /// <summary>What was to be proven is.</summary>
    public void Proven() => Finish();

    public void Told(ReplicationProtocol.Versions versions)
    {
        // What is of this node's address is of an earlier run.
        _owners = [.. versions.Items.Select(v => v.Owner).Where(o => o.Address != self.Address)];
        Advance(_state.Told(
            versions.From,
            versions.Ready,
            versions.Items.Select(v => v.Bucket).Where(b => b >= 0 && b < buckets).Distinct().Order()));
    }

    public void Received(Owner from, int index) => Advance(_state.Received(from, index));

    private void Advance(WarmUp next)
    {
        (_state, var missing) = next.Ask();
        if (!missing.IsEmpty)
            ask(_state.Source!, new ReplicationProtocol.Pull(self, missing));
        Finish();
    }

    private void Finish()
    {
        if (IsWarm || !_state.IsWarm)
            return;
        if (_ticksUnknown < PatienceWithMembers && (!_others.IsSubsetOf(_knownBy) || IsProven?.Invoke() is false))
            return;
        if (_ticksUnknown < PatienceWithOwners && _owners.Any(IsToCome))
            return;
        IsWarm = true;
        onWarm();
        Await();
    }

    /// <summary>
    /// Entries of an owner that is no member here yet do not count. One whose address another incarnation has by now never will be.
    /// </summary>
    private bool IsToCome(Owner owner) => _others.All(m => m.Address != owner.Address);

    private void Await()
    {
        if (!IsWarm || IsOver)
            return;
        ImmutableArray<string> awaited = _state.IsFromReady ? [] : _comeback.Awaited(_others, Former, _ticksWarm * Interval, _ticksQuiet * Interval);
        if (_awaited is { } last && last.SequenceEqual(awaited))
            return;
        _awaited = awaited;
        onAwaited(awaited);
    }
}
