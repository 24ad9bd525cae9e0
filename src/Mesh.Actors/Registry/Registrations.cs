using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Replication;

namespace Mesh.Registry;

/// <summary>
/// What this node has registered. Each change is written to the view, recorded, and ordered of the heartbeats; the orders
/// wait for the flush that publishes the change.
/// </summary>
internal sealed class Registrations
{
    private readonly Owner _self;
    private readonly CatalogView _view;
    private readonly CatalogEvents _events;
    private readonly List<HeartbeatProtocol.IMessage> _orders = [];
    private readonly HashSet<InstanceKey> _followers = [];
    private readonly HashSet<InstanceKey> _restored = [];

    // Registered by clients before this node knew what others held of it.
    private readonly HashSet<InstanceKey> _unaware = [];
    private readonly OwnTally _tally = new();

    /// <summary>
    /// Takes up what the node had registered: under a new incarnation everything is written again, and the heartbeats
    /// begin anew in any case.
    /// </summary>
    public Registrations(
        Owner self,
        CatalogView view,
        CatalogEvents events,
        ImmutableDictionary<InstanceKey, ServiceInstance> records,
        Moment now)
    {
        _self = self;
        _view = view;
        _events = events;
        Records = records;
        foreach (var (key, record) in records.OrderBy(r => r.Key))
        {
            if (view.FindOwn(key) != record)
            {
                // Another log may hold it under a higher claim, which is seen once the node knows what the others know.
                view.Write(key, record with { Shared = true });
                Records = Records.SetItem(key, record with { Shared = true });
                events.Record(
                    key, now, $"asserted, {RegistryWords.Of(record.Status)}", Causes.NodeRestarted, "the node asserts what it had registered");
            }

            Order(new HeartbeatProtocol.Track(record));
            NoteAlias(record);
            _tally.Add(record);
        }
    }

    /// <summary>Grows and shrinks with this node's own decisions only.</summary>
    public ImmutableDictionary<InstanceKey, ServiceInstance> Records { get; private set; }

    /// <summary>Those with checks that follow another instance, so that a mesh without such checks pays nothing for them.</summary>
    public IReadOnlySet<InstanceKey> Followers => _followers;

    /// <summary>Told of each place that is written.</summary>
    public Action<InstanceKey>? PlaceWritten { get; set; }

    /// <summary>The bound that a record would exceed; null: none.</summary>
    public InvalidField? Excess(ServiceInstance record, RegistryBounds bounds) =>
        _tally.Excess(record, Records.GetValueOrDefault(record.Key), bounds);

    public void Order(HeartbeatProtocol.IMessage order)
    {
        if (order is HeartbeatProtocol.Beat beat)
            _restored.Remove(beat.Key);
        else if (order is HeartbeatProtocol.UpdateCheck update)
            _restored.Remove(update.Key);
        _orders.Add(order);
    }

    public void Own(ServiceInstance instance, Moment now, string cause, string detail) =>
        Own(instance, now, new Evidence(cause, _self.Address, detail));

    /// <summary>Claims an instance, or takes over a new record of one that is claimed.</summary>
    /// <param name="claim">0: more than anybody has claimed.</param>
    public void Own(ServiceInstance instance, Moment now, Evidence evidence, long claim = 0)
    {
        var key = instance.Key;
        var held = Records.GetValueOrDefault(key);
        var winner = _view.Claim(key);
        var record = instance with
        {
            // Operators outrank clients: what they took out of rotation comes back at their word.
            Status = IsDraining(held, winner) ? InstanceStatus.Draining
                : instance.Checks.Count > 0 ? instance.Status
                : StatusAfter(held, instance),
            Claim = claim != 0 ? claim : _view.NextClaim(key, now.Wall),
            Shared = winner is { } known && (known.Owner != _self || known.Record.Shared),
            Life = Lifetimes.Settled(instance),
            Home = instance.Life is Lifetime.Anchored ? _self.Address : "",
            RegisteredAt = held?.RegisteredAt ?? (instance.RegisteredAt == default ? now.Wall : instance.RegisteredAt),
        };
        // Registering the same again claims nothing; other contents do, so that no copy of the former ones comes over them.
        if (held is not null && winner?.Owner == _self && (claim != 0 || CheckRecords.IsRegisteredAlike(held, record)))
            record = record with { Claim = held.Claim };
        Order(new HeartbeatProtocol.Track(record));
        if (held is null && winner is null && !_view.IsWarm && evidence.Cause == Causes.Registered)
            _unaware.Add(key);
        if (held is null && evidence.Cause == Causes.NodeRestarted)
            _restored.Add(key);
        else
            _restored.Remove(key);
        // An unchanged record is not written again: re-registering is how clients renew.
        if (record == held)
            return;
        record = record with { Claim = Math.Max(record.Claim, claim) };
        Set(record);
        var status = RegistryWords.Of(record.Status);
        _events.Record(key, now, held is null ? $"registered, {status}" : $"registered again, {status}", evidence);
    }

    /// <summary>Removes an instance, whoever holds it.</summary>
    /// <param name="claim">0: more than anybody has claimed.</param>
    public void Remove(InstanceKey key, Moment now, Evidence evidence, long claim = 0)
    {
        _view.Remove(key, claim != 0 ? claim : _view.NextClaim(key, now.Wall));
        if (Records.ContainsKey(key))
            Disown(key, now, evidence);
        else
            _events.Record(key, now, "removed", evidence);
    }

    private void Disown(InstanceKey key, Moment now, Evidence evidence)
    {
        _tally.Remove(Records[key]);
        Records = Records.Remove(key);
        _restored.Remove(key);
        _followers.Remove(key);
        Order(new HeartbeatProtocol.Untrack(key));
        _events.Record(key, now, "removed", evidence);
    }

    /// <summary>The next version of a record that this node owns, or whose place it keeps; nothing when it is the same.</summary>
    public void Write(ServiceInstance record, Moment now, Evidence evidence)
    {
        var key = record.Key;
        if ((Records.GetValueOrDefault(key) ?? _view.Holder(key)?.Record) is not { } held || record == held)
            return;
        _restored.Remove(key);
        var claim = held.Claim + (CheckRecords.IsOrderedAlike(held, record) ? 0 : ClaimSteps.Order);
        if (Records.ContainsKey(key))
            Set(record with { Claim = claim });
        else
            WritePlace(record with { Claim = claim + ClaimSteps.Adoption });
        _events.Record(key, now, RegistryWords.Change(held.Status, record.Status), evidence);
    }

    /// <summary>
    /// What clients registered here before this node knew of it hides what others held of it meanwhile; what operators had ordered of
    /// that counts all the same.
    /// </summary>
    public void TakeUpOrders(Moment now)
    {
        foreach (var key in _unaware)
        {
            if (!Records.TryGetValue(key, out var record) || !Lifetimes.LivesOn(record) || _view.Hidden(key) is not { } before)
                continue;
            Write(CheckRecords.WithOrdersOf(record, before), now, new Evidence(Causes.NodeRestarted, _self.Address, "ordered while this node was away"));
            Follow(key);
        }

        if (_view.IsWarm)
            _unaware.Clear();
    }

    /// <summary>The record of another node's instance whose place this node keeps.</summary>
    public void WritePlace(ServiceInstance record)
    {
        _view.Write(record.Key, record with { Shared = true });
        PlaceWritten?.Invoke(record.Key);
    }

    /// <summary>The heartbeats of an instance of this node go by its record from here on, which is no sign of its life.</summary>
    public void Follow(InstanceKey key)
    {
        if (Records.TryGetValue(key, out var record))
            Order(new HeartbeatProtocol.Track(record) { IsSignOfLife = false });
    }

    public void Write(ServiceInstance record, Moment now, string cause, string detail) =>
        Write(record, now, new Evidence(cause, _self.Address, detail));

    /// <summary>Another status was found for a record that this node owns. What drains goes on to do so.</summary>
    public void SetStatus(InstanceKey key, InstanceStatus status, Moment now, Evidence evidence)
    {
        var held = Records[key];
        if (held.Status is not InstanceStatus.Draining)
            Write(held with { Status = status }, now, evidence);
    }

    /// <summary>
    /// What was taken over where its client is not heard was critical there for as long as it may be, and was removed; where it is
    /// found to live by now it is claimed once more, over its end. A deregistration claims as much as a write, and holds.
    /// </summary>
    public void Contest(Moment now)
    {
        foreach (var key in _view.Ended)
        {
            if (Records.GetValueOrDefault(key) is not { } held || _view.Claim(key) is not { } end)
                continue;
            if (ClaimSteps.IsWrite(end.Record.Claim, held.Claim) || (_view.IsHeard?.Invoke(held) is not true && !LivesByItsChecks(held)))
                continue;
            Set(held with { Claim = end.Record.Claim + ClaimSteps.Adoption, Shared = true });
            var detail = $"{end.Owner} had removed it with {end.Record.Claim}, where its client was not heard";
            _events.Record(key, now, $"claimed again, {RegistryWords.Of(held.Status)}", new Evidence(Causes.HeardAgain, _self.Address, detail));
        }
    }

    /// <summary>Nothing of it is critical for which it would be removed in time, by what was found here since it was restored.</summary>
    private bool LivesByItsChecks(ServiceInstance held)
    {
        if (_restored.Contains(held.Key))
            return false;
        // Who kept the place of another node's instance gives it up in the end.
        if (!held.Health.Expires && !held.Checks.Any(c => c.Terms.Expires))
            return held.Life is Lifetime.Anchored;
        return held.Checks.Count > 0
            ? !held.Checks.Any(c => c.Terms.Expires && c.Status is InstanceStatus.Critical)
            : held.Status is InstanceStatus.Passing or InstanceStatus.Warning or InstanceStatus.Draining;
    }

    /// <summary>
    /// Gives up what another owner has claimed since, or deregistered. Both sides see both claims, so exactly one gives
    /// way.
    /// </summary>
    public void YieldLostClaims(Moment now)
    {
        foreach (var key in _view.TakeYielded())
        {
            if (!Records.ContainsKey(key) || _view.Claim(key) is not { } winner)
                continue;
            var evidence = winner.Record.Deleted
                ? new Evidence(Causes.Deregistered, winner.Owner.Address, $"{winner.Owner} removed it with {winner.Record.Claim}")
                : new Evidence(Causes.ClaimLost, _self.Address, $"{winner.Owner} claims it with {winner.Record.Claim}");
            Disown(key, now, evidence);
        }
    }

    /// <summary>The orders since the last call, in their order.</summary>
    public ImmutableArray<HeartbeatProtocol.IMessage> TakeOrders()
    {
        ImmutableArray<HeartbeatProtocol.IMessage> orders = [.. _orders];
        _orders.Clear();
        return orders;
    }

    private void Set(ServiceInstance record)
    {
        if (Records.TryGetValue(record.Key, out var held))
            _tally.Remove(held);
        _tally.Add(record);
        Records = Records.SetItem(record.Key, record);
        _view.Write(record.Key, record);
        NoteAlias(record);
    }

    private void NoteAlias(ServiceInstance record)
    {
        if (record.Checks.Any(AliasChecks.IsAlias))
            _followers.Add(record.Key);
        else if (_followers.Count > 0)
            _followers.Remove(record.Key);
    }

    private static bool IsDraining(ServiceInstance? held, Claim<ServiceInstance>? winner) =>
        held is not null ? held.Status is InstanceStatus.Draining
        : winner is { Record: { Deleted: false, Status: InstanceStatus.Draining } elsewhere } && Lifetimes.LivesOn(elsewhere);

    /// <summary>Registering again what is checked already must not take it out of rotation until the next check.</summary>
    private static InstanceStatus StatusAfter(ServiceInstance? held, ServiceInstance instance) =>
        instance.Status is InstanceStatus.Starting
        && held is { Status: not InstanceStatus.Draining }
        && held.Health == instance.Health
            ? held.Status
            : instance.Status;
}
