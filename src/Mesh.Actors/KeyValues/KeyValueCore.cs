using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;
using static Mesh.KeyValues.KeyValueProtocol;
using KeyClaim = Mesh.Replication.Claim<Mesh.KeyValues.KeyRecord>;
using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using KeyState = Mesh.Replication.ClaimState<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>
/// The decisions of one node about the key-value store, behind one entry: <see cref="Step"/>. Without clock, I/O or Akka.
/// What comes in is decided at once; what it leads to is published, replicated and answered by the flush that follows, one
/// for all that came before it. The state is large and changed in place; from equal states the same input gives the same
/// effects.
/// </summary>
internal sealed class KeyValueCore
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);
    private static readonly ImmutableArray<KeyValueEffect> OnlyFlush = [KeyValueEffect.Flush.Instance];

    private readonly KeyState _state;
    private readonly Owner _self;
    private readonly KeyView _view;
    private readonly Tombstones<KeyBucket, KeySlot, KeyRecord> _tombstones;
    private readonly LostClaims<KeyBucket, KeySlot, KeyRecord> _lost;
    private readonly ClaimAdoption<KeyBucket, KeySlot, KeyRecord> _adoption;
    private readonly Leases _leases;
    private readonly LeaseQuestions _questions;
    private readonly LeaselessEntries _leaseless;
    private readonly BatchWriter _batches;
    private readonly EntryProjection _projection;
    private readonly HeldKeys _held;
    private readonly List<KeyValueEffect> _effects = [];
    private readonly List<KeyValueEffect> _answers = [];
    private readonly KeySpread _spread;
    private KeyValueSnapshot _published;
    private Moment _now;
    private TimeSpan _swept;
    private bool _isFlushDue;
    private MergedWrites? _merged;
    private bool _tellsReached;

    /// <param name="published">What callers see already; it stays until something newer is known or the node is warm.</param>
    /// <param name="rule">Which entries describe instances; null: none.</param>
    /// <param name="heard">What clients said to earlier incarnations too.</param>
    public KeyValueCore(KeyState state, KeyValueSnapshot published, InstanceRule? rule, HeardLeases heard, Moment now)
    {
        _state = state;
        _self = state.Self;
        _now = now;
        _published = published;
        _view = new KeyView(published);
        _held = new HeldKeys(published);
        Usage = new KeyUsage(state.Buckets.Length);
        Store = new KeyClaims(state, KeyBuckets.IndexOf, Changed);
        var calm = new Calm(_self, state.Members);
        _tombstones = new Tombstones<KeyBucket, KeySlot, KeyRecord>(_self, Store, calm);
        _lost = new LostClaims<KeyBucket, KeySlot, KeyRecord>(_self, Store, _tombstones);
        _adoption = new ClaimAdoption<KeyBucket, KeySlot, KeyRecord>(
            state, Store, _tombstones, calm, static slot => Convert.ToHexString(slot.Name.Span));
        _leases = new Leases(state, Store, _tombstones, _view, heard);
        _questions = new LeaseQuestions(_leases);
        _leaseless = new LeaselessEntries(_self, Store, _tombstones, _view, _leases);
        _batches = new BatchWriter(_self, Store, _tombstones, _view, Usage, _leases);
        _projection = new EntryProjection(_self, Store, rule);
        _spread = new KeySpread(state, Store, _effects);
        Load();
    }

    /// <summary>For reading; only steps change it.</summary>
    public KeyClaims Store { get; }

    public KeyUsage Usage { get; }

    public int Tombstones => _tombstones.Count;

    public bool IsWarm => _state.IsWarm;

    /// <summary>The other members that nobody doubts.</summary>
    public IEnumerable<Owner> Others =>
        _state.Members.Where(m => m.Key != _self && m.Value is Standing.Confirmed).Select(m => m.Key);

    /// <summary>Takes one input and answers with what the shell has to do for it, in this order.</summary>
    public ImmutableArray<KeyValueEffect> Step(KeyValueInput input, Moment now)
    {
        _now = now;
        switch (input)
        {
            case KeyValueInput.Flush:
                Flush();
                break;
            case KeyValueInput.Tick tick:
                On(tick);
                break;
            case KeyValueInput.OwnerAnswered { Answer: var answer }:
                On(_questions.Answered(answer));
                break;
            case KeyValueInput.Confirmed confirmed:
                _spread.Confirmed(confirmed.By, confirmed.Number);
                GoOn();
                break;
            case KeyValueInput.Due:
                _spread.Expire(_now.At);
                GoOn();
                break;
            default:
                Decide(input);
                _view.EndStep();
                RequestFlush();
                break;
        }

        return TakeEffects();
    }

    private void Decide(KeyValueInput input)
    {
        switch (input)
        {
            case KeyValueInput.Apply apply:
                On(apply);
                break;
            case KeyValueInput.Grant grant:
                On(grant);
                break;
            case KeyValueInput.KeepAlive keep:
                Perform(LeaseVerb.KeepAlive, keep.Lease, keep.From);
                break;
            case KeyValueInput.TimeToLive ask:
                Perform(LeaseVerb.TimeToLive, ask.Lease, ask.From);
                break;
            case KeyValueInput.Revoke revoke:
                Perform(LeaseVerb.Revoke, revoke.Lease, revoke.From, revoke.Reach);
                break;
            case KeyValueInput.Restore restore:
                Restore(restore.Records);
                Answer(restore.From, Restored.Instance);
                break;
            case KeyValueInput.OwnerAsked asked:
                On(asked);
                break;
            case KeyValueInput.Arrived arrived:
                Merge(() => Store.Merge(arrived.Parts.Select(static p => (p.Index, p.Bucket))), arrived.Mark);
                _spread.Arrived(arrived);
                break;
            case KeyValueInput.Reached reached:
                On(reached);
                break;
            case KeyValueInput.Warmed:
                Release();
                break;
            case KeyValueInput.MemberSeen seen:
                Merge(() => _adoption.SetMember(seen.Member, seen.Standing, _now.At));
                _spread.Seen(seen.Member, seen.Standing);
                _tellsReached |= seen.Member != _self;
                break;
            case KeyValueInput.MemberRemoved removed:
                _adoption.RemoveMember(removed.Member, _now.At);
                _spread.Removed(removed.Member);
                break;
        }
    }

    private void On(KeyValueInput.Apply apply)
    {
        foreach (var write in apply.Batch.Writes)
        {
            if (write is not KeyWrite.Put { Lease: not 0 and var lease } || _leases.GranterOfUnseen(lease) is not { } granter)
                continue;
            _effects.Add(new KeyValueEffect.AskOwner(granter, _questions.Ask(apply, lease, _now)));
            return;
        }

        Answer(apply.From, _batches.Apply(apply.Batch, _published, _now), apply.Reach);
    }

    private void On(KeyValueInput.Grant grant)
    {
        if (grant.Lease > 0 && IsWarm && _leases.Find(grant.Lease) is null && _leases.HomeOf(grant.Lease) is { } home)
            _effects.Add(new KeyValueEffect.AskOwner(home, _questions.Ask(grant, _now)));
        else
            Answer(grant.From, _leases.Grant(grant.Lease, grant.Ttl, _now), grant.Reach);
    }

    private void On(LeaseResult? result)
    {
        switch (result)
        {
            case LeaseResult.Told told:
                _effects.Add(new KeyValueEffect.Reply(told.To, told.Reply));
                break;
            case LeaseResult.Known { Batch: var apply } known:
                Answer(apply.From, _batches.Apply(apply.Batch, _published, _now, known.Lease), apply.Reach);
                RequestFlush();
                break;
        }
    }

    private void Perform(LeaseVerb verb, long lease, Requester from, TimeSpan reach = default)
    {
        switch (_leases.Perform(verb, lease, isForwarded: false, _now))
        {
            case LeaseOutcome.Answer answer:
                Answer(from, answer.Reply, reach);
                break;
            case LeaseOutcome.Forward forward:
                _effects.Add(new KeyValueEffect.AskOwner(forward.To, _questions.Ask(verb, lease, from, _now)));
                break;
        }
    }

    private void On(KeyValueInput.OwnerAsked asked)
    {
        var call = asked.Call;
        var outcome = call.Verb is LeaseVerb.Grant
            ? new LeaseOutcome.Answer(_leases.Grant(call.Lease, call.Ttl, _now))
            : call.Number == LeaseQuestions.Unasked ? _leases.HearOf(call.Lease, _now)
            : _leases.Perform(call.Verb, call.Lease, isForwarded: true, _now);
        if (LeaseQuestions.ForNode(call, outcome) is { } answer)
            _answers.Add(new KeyValueEffect.AnswerNode(asked.From, answer) { IsWrite = answer.Found && call.Verb is LeaseVerb.Grant or LeaseVerb.Revoke });
    }

    /// <summary>Brings back records as they were stored, unless something newer is known of their keys; a tombstone for its time anew.</summary>
    private void Restore(IReadOnlyList<KeyRecord> records)
    {
        foreach (var record in records)
        {
            if (Store.Winner(record.Slot) is { } known && known.Record.Claim >= record.Claim)
                continue;
            Store.Assert(record);
            if (record.Deleted)
                _tombstones.Note(record.Slot, record.Claim, _now.At);
            _view.EndStep();
        }
    }

    /// <summary>What others wrote is shown as their writers numbered it.</summary>
    private void Merge(Action merge, ulong mark = 0)
    {
        _merged = new MergedWrites();
        merge();
        _leases.Contest();
        var merged = _merged;
        _merged = null;
        merged.Show(_view, mark, trusts: !IsWarm);
        foreach (var (lease, owner) in _leases.TakeHanded())
            _effects.Add(new KeyValueEffect.AskOwner(owner, LeaseQuestions.Renewal(lease)));
    }

    private void On(KeyValueInput.Reached reached)
    {
        if (!IsWarm)
            return;
        var isSame = reached.Mark == 0 || reached.Mark == _view.Digest.Mark;
        // Who is behind, or apart, hears of it at the next tick, and so do all of what a door of this node has come to.
        _tellsReached |= !isSame || reached.Slot != KeyRevisions.SlotOf(_view.Revision);
        if (isSame)
            _view.Reach(reached.Slot);
    }

    private void On(KeyValueInput.Tick tick)
    {
        _leases.Tick(_now, tick.IsClosed);
        _adoption.Tick(_now.At);
        _view.EndStep();
        _lost.Tick(_now.At);
        _tombstones.Tick(_now.At);
        if (_now.At - _swept >= SweepInterval)
        {
            _swept = _now.At;
            if (IsWarm)
                _leaseless.Sweep(_now.At);
            _adoption.RemoveStrangers(_now.At);
            _leases.Sweep(_now.At);
        }

        PullGaps();
        foreach (var (to, reply) in _questions.Expire(_now))
            Answer(to, reply);
        if (IsWarm)
            _projection.Reconcile(tick.Catalog, _now.At, _effects);
        if (_view.HasNews || Store.HasWritten || _answers.Count > 0 || _spread.HasNext)
            Flush();
        TellReached();
    }

    private void PullGaps()
    {
        if (!IsWarm)
            return;
        foreach (var (from, indexes) in Store.TakeGaps())
            _effects.Add(new KeyValueEffect.PullFrom(from, indexes));
    }

    /// <summary>What was not numbered by its writer's claim, others may have numbered otherwise.</summary>
    private void TellReached()
    {
        _tellsReached |= _view.TakeIrregular();
        if (!_tellsReached || !IsWarm)
            return;
        _tellsReached = false;
        if (Others.Any())
            _effects.Add(new KeyValueEffect.TellReached(KeyRevisions.SlotOf(_view.Revision), _view.Digest.Mark));
    }

    private void Flush()
    {
        _isFlushDue = false;
        if (_view.HasNews)
        {
            (_published, var changes) = _view.Take();
            _effects.Add(new KeyValueEffect.Publish(_published, changes));
        }

        _spread.Flush(_published, _view.Digest.Mark, _now.At);
        foreach (var answer in _answers)
            _effects.Add(answer is KeyValueEffect.Reply reply ? KeySpread.AsPublished(reply, _published) : answer);
        _answers.Clear();
        _projection.Follow(_effects);
    }

    private void GoOn() => _spread.GoOn(_isFlushDue, _published, _view.Digest.Mark, _now.At);

    private void Load()
    {
        _adoption.Load(_now.At, static _ => true);
        _view.EndStep();
        if (IsWarm)
            Release();
    }

    /// <summary>Everything that the others hold is here: what of the published is not, is gone.</summary>
    private void Release()
    {
        _state.IsWarm = true;
        foreach (var key in _held.Release())
        {
            _leases.Contest(_published.Find(key), _now.At);
            var live = Store.Live(KeySlot.OfEntry(key));
            _view.Show(key, live?.Record, live?.Owner ?? _self, always: live is null);
            _projection.Touch(key);
        }

        // Its revisions are larger than those of an earlier run, and than any that are in use.
        _view.Reach(KeyRevisions.SlotOf(_now.Wall));
        _tellsReached = true;
    }

    private void Changed(KeySlot slot, KeyClaim? before, KeyClaim? after)
    {
        Usage.Changed(Store.IndexOf(slot), before, after);
        _lost.Changed(slot, after, _now.At);
        _leases.Changed(slot, before, after, _now);
        // A newer node's records of another kind are passed on and not looked at.
        if (slot.Space is not KeySpace.Entry || _held.Keeps(slot.Name, after))
            return;
        _projection.Touch(slot.Name);
        var record = after is { Record.Deleted: false } live ? live.Record : null;
        var owner = after?.Owner ?? before?.Owner ?? _self;
        if (_merged is { } merged)
        {
            var isWrite = before is { } was && after is { } now && ClaimSteps.IsWrite(now.Record.Claim, was.Record.Claim);
            merged.Add(new MergedWrite(slot.Name, record, owner, after?.Record.Claim ?? 0, isWrite));
        }
        else
        {
            _view.Show(slot.Name, record, owner, _batches.IsWriting);
        }
    }

    private void Answer(Requester to, IReply reply, TimeSpan reach = default)
    {
        var answer = new KeyValueEffect.Reply(to, reply);
        if (reach > TimeSpan.Zero && reply is Applied or Granted or Revoked)
            _spread.Hold(answer, reach);
        else
            _answers.Add(answer);
    }

    private void RequestFlush()
    {
        if (_isFlushDue)
            return;
        _isFlushDue = true;
        _effects.Add(KeyValueEffect.Flush.Instance);
    }

    private ImmutableArray<KeyValueEffect> TakeEffects()
    {
        if (_effects.Count == 0)
            return [];
        ImmutableArray<KeyValueEffect> effects = _effects is [KeyValueEffect.Flush] ? OnlyFlush : [.. _effects];
        _effects.Clear();
        return effects;
    }
}
