using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Replication;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>
/// The decisions of one node's registry. Without clock, I/O or Akka: time comes in as arguments, what is to be done
/// goes out as a <see cref="Decision"/>, as written records in the view, and as orders to the heartbeats. The actor
/// around it takes these after each message.
/// </summary>
internal sealed partial class RegistryCore
{
    private const int EventCapacity = 20_000;
    private const int OrphanCapacity = 10_000;
    private static readonly TimeSpan OrphanMemory = TimeSpan.FromMinutes(10);

    private readonly Owner _self;
    private readonly List<HeartbeatProtocol.IMessage> _heartbeats = [];
    private readonly EventRing _events = new(EventCapacity);
    private readonly Orphans _orphans = new(OrphanCapacity, OrphanMemory);
    private ImmutableDictionary<InstanceKey, ServiceInstance> _book;

    /// <summary>
    /// Takes up what the node has registered: under a new incarnation everything is written again, and the heartbeats
    /// begin anew in any case.
    /// </summary>
    public RegistryCore(
        Owner self, CatalogView view, ImmutableDictionary<InstanceKey, ServiceInstance> book, DateTimeOffset wall)
    {
        _self = self;
        View = view;
        _book = book;
        foreach (var (key, record) in book.OrderBy(b => b.Key))
        {
            if (view.FindOwn(key) != record)
            {
                view.Write(key, record);
                Record(key, wall, $"asserted, {Text(record.Status)}", new(Causes.NodeRestarted, _self.Address, "the node asserts what it had registered"));
            }

            _heartbeats.Add(new HeartbeatProtocol.Track(record));
            if (record.Checks.Any(IsAlias))
                _followers.Add(key);
        }
    }

    public CatalogView View { get; }

    /// <summary>What this node owns. Grows and shrinks with its own decisions only.</summary>
    public ImmutableDictionary<InstanceKey, ServiceInstance> Book => _book;

    public IReadOnlyList<HeartbeatProtocol.IMessage> TakeHeartbeatOrders()
    {
        HeartbeatProtocol.IMessage[] orders = [.. _heartbeats];
        _heartbeats.Clear();
        return orders;
    }

    public ValueList<CatalogEvent> EventsOf(InstanceKey key) => ValueList.From(_events.Of(key));

    public Decision Register(Register command, DateTimeOffset wall)
    {
        var faults = InstanceValidation.Check(command.Instance);
        if (command.Deadline < TimeSpan.Zero || command.Deadline > TimeSpan.FromSeconds(60))
            faults = [.. faults, new("deadline", $"{command.Deadline}", "must be 0 to 60 s")];
        if (faults.Count > 0)
            return new Decision.Answer(_ => new Rejected(ValueList.From(faults)));

        var key = command.Instance.Key;
        var record = Complete(command.Instance, _book.GetValueOrDefault(key), command.KeepsChecks);
        // The checks that stay may be too many together with the new ones.
        if (InstanceValidation.Check(record) is { Count: > 0 } tooMuch)
            return new Decision.Answer(_ => new Rejected(ValueList.From(tooMuch)));
        Own(record, wall, new(Causes.Registered, _self.Address, Describe(record)));
        if (command.Consistency is Consistency.Local)
            return new Decision.Answer(revision => new Registered(key, revision, 1, true));
        return new Decision.Confirm(
            command.Consistency is Consistency.All ? Quorum.All : Quorum.Majority,
            command.Deadline,
            (c, revision) => new Registered(key, revision, 1 + c.Confirmed.Count, c.Reached));
    }

    public Decision Deregister(Deregister command, DateTimeOffset wall)
    {
        var key = command.Key;
        if (Route(key, out var forward))
        {
            Disown(key, wall, command.Evidence);
            return new Decision.Answer(revision => new Deregistered(key, revision));
        }

        if (forward is not null)
            return forward;
        if (Adoptable(key) is not { } record)
            return NotFound(key);
        // The record of an owner that is gone would be adopted by others once that is removed.
        if (View.Winner(key) is null)
            _orphans.Forget(key);
        else
            Withdraw(record, wall, command.Evidence);
        return new Decision.Answer(revision => new Deregistered(key, revision));
    }

    public Decision Renew(Renew command, DateTimeOffset wall)
    {
        var key = command.Key;
        if (!Route(key, out var forward))
        {
            if (Adoptable(key) is not { } record)
                return forward ?? NotFound(key);
            Own(Reported(Orphaned(record), command.Status), wall, new(Causes.Adopted, _self.Address, "a renewal came here while the owner was silent"));
        }
        else
        {
            if (_book[key].Checks.Count > 0)
                Write(Reported(_book[key], command.Status), wall, new(Causes.LeaseRenewed, _self.Address, HealthWords.Reported(command.Status, command.Note)));
            _heartbeats.Add(new HeartbeatProtocol.Beat(key, command.Status, command.Note));
        }

        return new Decision.Answer(revision => new Renewed(key, revision));
    }

    public Decision SetStatus(SetStatus command, DateTimeOffset wall)
    {
        var key = command.Key;
        if (!Route(key, out var forward))
            return forward ?? NotFound(key);
        if (_book[key].Checks.Count > 0)
        {
            if (SetStatusOfChecks(command, wall) is { } refusal)
                return refusal;
        }
        else
        {
            Change(key, command.Status, wall, command.Evidence, sticky: false);
        }

        _heartbeats.Add(new HeartbeatProtocol.Track(_book[key]) { IsSignOfLife = false });
        return new Decision.Answer(revision => new StatusSet(key, revision));
    }

    public Decision Drain(Drain command, DateTimeOffset wall)
    {
        var key = command.Key;
        if (!Route(key, out var forward))
            return forward ?? NotFound(key);
        Change(key, InstanceStatus.Draining, wall, new(Causes.DrainStarted, _self.Address, $"deadline {command.Deadline.TotalSeconds:0.###} s"), sticky: false);
        _heartbeats.Add(new HeartbeatProtocol.Track(_book[key]) { IsSignOfLife = false });
        return new Decision.Confirm(Quorum.Reachable, command.Deadline, (c, _) => Drained(c, key, wall));
    }

    /// <param name="policies">What this node can pick by; null: the built-in ones.</param>
    public Decision SetPolicy(SetPolicy command, Selection.PickPolicies? policies = null)
    {
        var faults = Selection.ServicePolicyValidation.Check(command.Policy, policies);
        if (faults.Count > 0)
            return new Decision.Answer(_ => new Rejected(ValueList.From(faults)));
        var stamp = (View.Policies.Entries.GetValueOrDefault(command.Service)?.Stamp ?? 0) + 1;
        View.MergePolicies(PolicyTable.Of(new PolicyEntry(command.Service, command.Policy, stamp, _self.ToString())));
        return new Decision.Answer(revision => new PolicySet(command.Service, revision));
    }

    /// <summary>A heartbeat actor saw a transition.</summary>
    public void HealthChanged(HeartbeatProtocol.HealthChanged change, DateTimeOffset wall)
    {
        if (_book.TryGetValue(change.Key, out var held) && held.Checks.Count == 0)
            Change(change.Key, change.Status, wall, change.Evidence, sticky: true);
    }

    public void Lapsed(HeartbeatProtocol.Lapsed lapsed, DateTimeOffset wall)
    {
        if (_book.ContainsKey(lapsed.Key))
            Disown(lapsed.Key, wall, lapsed.Evidence);
    }

    /// <summary>
    /// After a merge: withdraw what another owner has claimed since. Both sides see both claims, so exactly one gives way.
    /// </summary>
    public void YieldLostClaims(IEnumerable<InstanceKey> changed, DateTimeOffset wall)
    {
        foreach (var key in changed)
        {
            if (!_book.ContainsKey(key) || View.Find(key) is not { } winner || winner.Owner == _self)
                continue;
            Disown(key, wall, new(Causes.ClaimLost, _self.Address, $"{winner.Owner} claims it with {winner.Instance.Claim}"));
        }
    }

    public void Record(InstanceKey key, DateTimeOffset wall, string change, Evidence evidence) =>
        _events.Add(new CatalogEvent(wall, key, change, evidence));

    private Drained Drained(Confirmation confirmation, InstanceKey key, DateTimeOffset wall)
    {
        var unconfirmed = ValueList.From(confirmation.Unconfirmed.Select(o => o.Address));
        var confirmed = ValueList.From(confirmation.Confirmed.Order().Select(o => o.Address).Prepend(_self.Address));
        var detail = $"confirmed by {confirmed}" + (unconfirmed.Count == 0 ? "" : $"; no word from {unconfirmed}");
        Record(key, wall, "draining confirmed", new(Causes.DrainConfirmed, _self.Address, detail));
        return new Drained(key, confirmed, unconfirmed);
    }

    /// <summary>True when this node owns the key; else, where to forward to, if anywhere.</summary>
    private bool Route(InstanceKey key, out Decision? forward)
    {
        forward = null;
        if (_book.ContainsKey(key))
            return true;
        if (View.Winner(key) is { } view && view.Owner != _self && view.Standing is Standing.Confirmed)
            forward = new Decision.Forward(view.Owner);
        return false;
    }

    private static Decision.Answer NotFound(InstanceKey key) => new(revision => new InstanceNotFound(key, revision));

    private void Own(ServiceInstance instance, DateTimeOffset wall, Evidence evidence)
    {
        var key = instance.Key;
        var held = _book.GetValueOrDefault(key);
        var record = instance with
        {
            Status = instance.Checks.Count > 0 ? instance.Status : StatusAfter(held, instance),
            Claim = held is not null && View.Winner(key)?.Owner == _self ? held.Claim : View.HighestClaim(key) + 1,
            RegisteredAt = held?.RegisteredAt ?? (instance.RegisteredAt == default ? wall : instance.RegisteredAt),
        };
        _orphans.Forget(key);
        _heartbeats.Add(new HeartbeatProtocol.Track(record));
        // An unchanged record is not written again: re-registering is how clients renew.
        if (record == held)
            return;
        Set(record);
        Record(key, wall, held is null ? $"registered, {Text(record.Status)}" : $"registered again, {Text(record.Status)}", evidence);
    }

    /// <summary>Registering again what is checked already must not take it out of rotation until the next check.</summary>
    private static InstanceStatus StatusAfter(ServiceInstance? held, ServiceInstance instance) =>
        instance.Status is InstanceStatus.Starting
        && held is { Status: not InstanceStatus.Draining }
        && held.Health == instance.Health
            ? held.Status
            : instance.Status;

    private void Disown(InstanceKey key, DateTimeOffset wall, Evidence evidence)
    {
        _book = _book.Remove(key);
        View.Write(key, null);
        _heartbeats.Add(new HeartbeatProtocol.Untrack(key));
        Record(key, wall, "removed", evidence);
    }

    private void Change(InstanceKey key, InstanceStatus status, DateTimeOffset wall, Evidence evidence, bool sticky)
    {
        var held = _book[key];
        if (held.Status == status || (sticky && held.Status is InstanceStatus.Draining))
            return;
        Write(held with { Status = status }, wall, evidence);
    }

    /// <summary>The next version of a record that this node owns; nothing when it is the same.</summary>
    private void Write(ServiceInstance record, DateTimeOffset wall, Evidence evidence)
    {
        var key = record.Key;
        var held = _book[key];
        if (record == held)
            return;
        Set(record);
        var change = held.Status == record.Status ? $"a check changed, {Text(held.Status)}" : $"{Text(held.Status)} → {Text(record.Status)}";
        Record(key, wall, change, evidence);
    }

    private ServiceInstance? Adoptable(InstanceKey key)
    {
        if (View.Winner(key) is { } view)
            return view.Standing is Standing.Confirmed ? null : view.Instance;
        return _orphans.Find(key);
    }

    private static string Text(InstanceStatus status) => status.ToString().ToLowerInvariant();

    private static string Describe(ServiceInstance i) => i.Checks.Count == 0
        ? $"{i.Host}:{i.Port}, health by {i.Health.Kind.ToString().ToLowerInvariant()}"
        : $"{i.Host}:{i.Port}, {i.Checks.Count} checks";
}
