using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Options;
using Mesh.Replication;
using Mesh.Selection;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>
/// The decisions of one node's registry, behind one entry: <see cref="Step"/>. Without clock, I/O or Akka. What comes in
/// is decided at once; what it leads to is published, replicated and answered by the flush that follows, one for all that
/// came before it. The state is large and changed in place; from equal states the same input gives the same effects.
/// </summary>
internal sealed class RegistryCore
{
    private static readonly ImmutableArray<RegistryEffect> OnlyFlush = [RegistryEffect.Flush.Instance];

    private readonly Owner _self;
    private readonly SelectionContext _selection;
    private readonly CatalogEvents _events;
    private readonly Registrations _own;
    private readonly Adoption _adoption;
    private readonly CheckDecisions _checks;
    private readonly CommandDecisions _commands;
    private readonly AliasChecks _aliases;
    private readonly Confirmations _confirmations = new();
    private readonly List<RegistryEffect> _effects = [];
    private readonly List<(Requester To, IReply Message)> _replies = [];
    private readonly List<(Requester To, CommandOutcome.Await Wanted)> _awaited = [];
    private readonly List<(Owner Origin, long Number)> _arrivals = [];
    private ImmutableDictionary<Owner, OwnerContact> _contacts = ImmutableDictionary<Owner, OwnerContact>.Empty;
    private RegistryEffect.Retain _retained;
    private PolicyTable _replicated = PolicyTable.Empty;
    private CatalogSnapshot _published;
    private long _number;
    private bool _isFlushDue;

    /// <param name="published">What callers see already.</param>
    /// <param name="registrations">What this node has registered, perhaps under another incarnation.</param>
    /// <param name="bounds">How much clients may register here; null: the default.</param>
    /// <param name="reapAfter">How long the place of an anchored instance is kept while its node is away; null: the default.</param>
    /// <param name="places">What this incarnation has kept for nodes that are away; null: nothing.</param>
    public RegistryCore(
        Owner self,
        CatalogView view,
        CatalogSnapshot published,
        ImmutableDictionary<InstanceKey, ServiceInstance> registrations,
        SelectionContext selection,
        Moment now,
        TimeSpan? reapAfter = null,
        RegistryBounds? bounds = null,
        ImmutableDictionary<InstanceKey, KeptPlace>? places = null)
    {
        _self = self;
        _selection = selection;
        _published = published;
        _retained = new RegistryEffect.Retain(registrations, view.Policies, ImmutableDictionary<InstanceKey, KeptPlace>.Empty);
        View = view;
        _events = new CatalogEvents(self);
        view.At(now.At);
        view.Indexes.Begin(now.Wall);
        _own = new Registrations(self, view, _events, registrations, now);
        _adoption = new Adoption(self, view, _events, _own, reapAfter ?? MeshDefaults.ReapAfter, places ?? _retained.Places, now);
        var ownership = new Ownership(self, view, _own, _adoption);
        _checks = new CheckDecisions(_own, ownership, _adoption);
        _commands = new CommandDecisions(self, view, _own, ownership, _adoption, bounds ?? RegistryBounds.Default);
        _aliases = new AliasChecks(_own);
    }

    /// <summary>For reading; only steps change it.</summary>
    public CatalogView View { get; }

    public ImmutableDictionary<InstanceKey, ServiceInstance> Registrations => _own.Records;

    /// <inheritdoc cref="CatalogView.IsWarm"/>
    public bool IsWarm => View.IsWarm;

    public CatalogEvents Events => _events;

    /// <summary>Takes one input and answers with what the shell has to do for it, in this order.</summary>
    public ImmutableArray<RegistryEffect> Step(RegistryInput input, Moment now)
    {
        View.At(now.At);
        switch (input)
        {
            case RegistryInput.Command command:
                On(command, now);
                break;
            case RegistryInput.Flush:
                Flush(now);
                break;
            case RegistryInput.Tick:
                OnTick(now);
                break;
            case RegistryInput.Arrived arrived:
                On(arrived.Message, now);
                break;
            case RegistryInput.Confirmed confirmed:
                Complete(_confirmations.Acknowledge(confirmed.By, confirmed.Number));
                GoOn(now);
                break;
            case RegistryInput.Due:
                Complete(_confirmations.Expire(now.At));
                GoOn(now);
                Wake(now);
                break;
            case RegistryInput.Started:
                RequestFlush();
                break;
            case RegistryInput.Warmed:
                View.Release();
                _own.TakeUpOrders(now);
                Flush(now);
                View.Indexes.TellAll();
                _effects.Add(RegistryEffect.Ready.Instance);
                break;
            default:
                Hear(input, now);
                RequestFlush();
                break;
        }

        return TakeEffects();
    }

    private void Hear(RegistryInput input, Moment now)
    {
        switch (input)
        {
            case RegistryInput.HealthChanged { Change: var change }:
                _checks.Changed(change, now);
                break;
            case RegistryInput.CheckChanged { Change: var change }:
                _checks.Changed(change, now);
                break;
            case RegistryInput.Lapsed { Report: var lapsed }:
                _checks.Lapsed(lapsed, now);
                break;
            case RegistryInput.MemberSeen seen when seen.Member != _self:
                _contacts = _contacts.SetItem(seen.Member, seen.Contact);
                View.SetMember(seen.Member, seen.Standing);
                break;
            case RegistryInput.StandingChanged change:
                On(change, now);
                break;
            case RegistryInput.IndexesReached reached:
                View.Reach(reached.Items);
                break;
            case RegistryInput.MemberLeaving leaving:
                View.SetLeaving(leaving.Member);
                break;
            case RegistryInput.MemberRemoved removed:
                _contacts = _contacts.Remove(removed.Member);
                _adoption.RemoveMember(removed.Member, removed.Evidence, now);
                Complete(_confirmations.Remove(removed.Member));
                break;
        }
    }

    private void On(RegistryInput.Command command, Moment now)
    {
        CommandOutcome outcome = command.Value switch
        {
            Register register => _commands.Register(register, now),
            Deregister deregister => _commands.Deregister(deregister, now),
            Renew renew => _commands.Renew(renew, now),
            SetStatus setStatus => _commands.SetStatus(setStatus, now),
            UpdateCheck update => _checks.UpdateCheck(update, now),
            ChangeChecks change => _checks.ChangeChecks(change, now),
            Drain drain => _commands.Drain(drain, now),
            SetPolicy setPolicy => _commands.SetPolicy(setPolicy, _selection.Policies),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.Value, "is not decided here"),
        };
        switch (outcome)
        {
            case CommandOutcome.Reply reply when command.Reach > TimeSpan.Zero && reply.IsDone:
                _awaited.Add((
                    command.From,
                    new CommandOutcome.Await(Quorum.Reachable, command.Reach, new AwaitedChange.Write(reply.Message))));
                RequestFlush();
                break;
            case CommandOutcome.Await { Change: AwaitedChange.Deregistration gone } one when command.Reach > TimeSpan.Zero:
                var write = new AwaitedChange.Write(new Deregistered(gone.Key, 0));
                _awaited.Add((
                    command.From, new CommandOutcome.Await(Quorum.Reachable, command.Reach, write) { Patience = one.Deadline }));
                RequestFlush();
                break;
            case CommandOutcome.Reply reply:
                _replies.Add((command.From, reply.Message));
                RequestFlush();
                break;
            case CommandOutcome.Await wanted:
                _awaited.Add((command.From, wanted));
                RequestFlush();
                break;
            // A command is passed on once: two nodes that each take the other for the owner must not play ball with it.
            case CommandOutcome.Forward when command.IsForwarded:
                _effects.Add(new RegistryEffect.Reply(command.From, new Unavailable($"{_self.Address} does not own the instance")));
                break;
            case CommandOutcome.Forward forward:
                _effects.Add(new RegistryEffect.Forward(command.From, forward.To, command.Value, command.Reach));
                break;
        }
    }

    private void On(RegistryInput.StandingChanged change, Moment now)
    {
        if (View.SetMember(change.Member, change.Standing))
        {
            foreach (var key in View.KeysOf(change.Member))
                _events.Record(key, now, $"owner {RegistryWords.Of(change.Standing)}", change.Evidence);
        }

        if (change.Standing is not Standing.Confirmed)
            Complete(_confirmations.Excuse(change.Member));
    }

    private void On(ReplicationProtocol.Arrived arrived, Moment now)
    {
        foreach (var part in arrived.Parts)
            View.Merge(part);
        // Who held them gives way to what was registered here, and its record goes soon.
        if (!IsWarm)
            _own.TakeUpOrders(now);
        View.MergePolicies(arrived.Policies);
        if (arrived is { From: { } origin, AckNumber: not 0 })
            _arrivals.Add((origin, arrived.AckNumber));
        if (View.HasWork || _arrivals.Count > 0)
            RequestFlush();
    }

    private void OnTick(Moment now)
    {
        Complete(_confirmations.Expire(now.At));
        if (IsWarm)
            _effects.AddRange(View.TakeGaps().Select(g => new RegistryEffect.PullFrom(g.From, g.Indexes)));
        foreach (var open in _confirmations.Open)
            _effects.Add(new RegistryEffect.PushAgain(open.Parts, open.Number, [.. open.Unconfirmed]));
        _adoption.Tick(now);
        TellIndexes();
        if (View.HasWork || View.HasWritten)
            RequestFlush();
    }

    /// <summary>What was gathered while others confirmed may go now.</summary>
    private void GoOn(Moment now)
    {
        if (View.HasWritten && _confirmations.GathersUntil(now.At) is null)
            RequestFlush();
    }

    /// <summary>What is behind by what it was not told itself, is told at the next tick: many steps cost one message.</summary>
    private void TellIndexes()
    {
        if (!IsWarm || !View.Indexes.HasUntold)
            return;
        Owner[] others = [.. View.Members.Keys.Where(m => m != _self)];
        var untold = View.TakeUntold();
        if (others.Length > 0 && !untold.IsEmpty)
            _effects.Add(new RegistryEffect.TellIndexes(untold, [.. others]));
    }

    private void Flush(Moment now)
    {
        _isFlushDue = false;
        _adoption.TakeBack(now);
        _aliases.Follow(_self, now);
        var flush = View.Flush(RevisionClock.Next(_published.Revision), _selection);
        _events.Witness(flush, View.Members, now);
        _own.YieldLostClaims(now);
        var orders = _own.TakeOrders();
        Publish(flush, orders, now);
        var gathers = View.HasWritten && _confirmations.GathersUntil(now.At) is not null;
        var parts = gathers ? [] : TakeWritten();
        foreach (var order in orders)
            _effects.Add(new RegistryEffect.Heartbeat(order));
        if (gathers)
            Wake(now);
        else
            Await(parts, now);
        Answer();
        if (View.HasWork)
            RequestFlush();
    }

    private ImmutableArray<BucketPart> TakeWritten()
    {
        var parts = View.TakeWritten();
        if (parts.IsEmpty && ReferenceEquals(View.Policies, _replicated))
            AnswerUnwritten();
        Replicate(parts);
        return parts;
    }

    private void Publish(CatalogFlush flush, ImmutableArray<HeartbeatProtocol.IMessage> orders, Moment now)
    {
        if (new RegistryEffect.Retain(_own.Records, View.Policies, _adoption.Places) is var retain && retain != _retained)
            _effects.Add(_retained = retain);
        foreach (var order in orders)
        {
            if (order is HeartbeatProtocol.UpdateCheck update)
                _effects.Add(new RegistryEffect.Report(update.Key, update.CheckId, update.Status, update.Output, now.Wall));
        }

        var (index, gone) = (View.Indexes.WholeIndex, View.Indexes.GoneIndex);
        var isSame = ReferenceEquals(flush.Services, _published.Services) && (index, gone) == (_published.Index, _published.GoneIndex);
        if (flush.IsEmpty && isSame && ReferenceEquals(_contacts, _published.Contacts))
            return;
        var revision = flush.IsEmpty ? _published.Revision : RevisionClock.Next(_published.Revision);
        _published = new CatalogSnapshot(revision, flush.Services, _contacts) { Index = index, GoneIndex = gone };
        _effects.Add(new RegistryEffect.Publish(_published, flush.Changes));
    }

    private void Replicate(ImmutableArray<BucketPart> parts)
    {
        var number = _awaited.Count == 0 ? 0 : ++_number;
        var policies = ReferenceEquals(View.Policies, _replicated) ? PolicyTable.Empty : View.Policies;
        _replicated = View.Policies;
        if (!parts.IsEmpty || policies.Entries.Count > 0 || number != 0)
            _effects.Add(new RegistryEffect.Replicate(parts, policies, number));
    }

    /// <summary>What changed nothing, as most heartbeats, is on its way to nobody.</summary>
    private void AnswerUnwritten()
    {
        foreach (var (to, wanted) in _awaited)
        {
            if (wanted.Change is AwaitedChange.Write write)
                _replies.Add((to, write.Reply));
        }

        _awaited.RemoveAll(a => a.Wanted.Change is AwaitedChange.Write);
    }

    private void Await(ImmutableArray<BucketPart> parts, Moment now)
    {
        foreach (var (to, wanted) in _awaited)
        {
            var confirmation = Confirmation.Begin(to, wanted, _number, parts, _self, View.Members, now.At);
            if (!_confirmations.Add(confirmation))
                Complete([confirmation]);
        }

        if (_awaited.Count > 0)
            Wake(now);
        _awaited.Clear();
    }

    private void Wake(Moment now)
    {
        if (_confirmations.Due is not { } due)
            return;
        if (View.HasWritten && _confirmations.GathersUntil(now.At) is { } end && end < due)
            due = end;
        _effects.Add(new RegistryEffect.Wake(due - now.At));
    }

    private void Answer()
    {
        foreach (var (to, message) in _replies)
            _effects.Add(new RegistryEffect.Reply(to, RepliesAtRevision.At(message, _published.Revision)));
        _replies.Clear();
        foreach (var (origin, number) in _arrivals)
            _effects.Add(new RegistryEffect.Confirm(origin, number));
        _arrivals.Clear();
    }

    private void Complete(IReadOnlyList<Confirmation> ended)
    {
        foreach (var confirmation in ended)
        {
            var answer = confirmation.AnswerAt(_published.Revision, _self);
            if (answer.Message is Drained drained && confirmation.Change is AwaitedChange.Drain drain)
                _events.RecordDrained(drained, drain.Since);
            _effects.Add(answer);
        }
    }

    private void RequestFlush()
    {
        if (!_isFlushDue)
            _effects.Add(RegistryEffect.Flush.Instance);
        _isFlushDue = true;
    }

    private ImmutableArray<RegistryEffect> TakeEffects()
    {
        if (_effects.Count == 0)
            return [];
        ImmutableArray<RegistryEffect> effects =
            _effects is [RegistryEffect.Flush] ? OnlyFlush : [.. _effects];
        _effects.Clear();
        return effects;
    }
}
