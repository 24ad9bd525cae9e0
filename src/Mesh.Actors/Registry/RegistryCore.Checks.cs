using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>
/// Decisions about instances with named checks. Their records hold the status of each, so that a client's word is in
/// the view when it is answered; the heartbeats are told afterwards and tell what they find themselves.
/// </summary>
internal sealed partial class RegistryCore
{
    /// <summary>A follows B follows C: more steps than that are not followed in one go.</summary>
    private const int AliasSteps = 8;

    // Those that follow others, so that a mesh without such checks pays nothing for them.
    private readonly HashSet<InstanceKey> _followers = [];
    private ImmutableDictionary<InstanceKey, ServiceInstance>? _followed;

    public Decision UpdateCheck(UpdateCheck command, DateTimeOffset wall)
    {
        var (key, checkId) = (command.Key, command.CheckId);
        if (command.Status is not (InstanceStatus.Passing or InstanceStatus.Warning or InstanceStatus.Critical))
            return Refuse(new InvalidField("status", $"{command.Status}", "must be passing, warning or critical"));
        var isOwn = Route(key, out var forward);
        if ((isOwn ? _book[key] : Adoptable(key)) is not { } record)
            return forward ?? NotFound(key);
        if (record.Find(checkId) is not { Terms.Kind: HealthKind.Ttl })
            return new Decision.Answer(revision => new CheckNotFound(key, checkId, revision));
        if (isOwn)
            Write(record.WithStatus(checkId, command.Status), wall, new(Causes.LeaseRenewed, _self.Address, Words(command)));
        else
            Own(Orphaned(record).WithStatus(checkId, command.Status), wall, new(Causes.Adopted, _self.Address, $"check '{checkId}' was updated here while the owner was silent"));
        _heartbeats.Add(new HeartbeatProtocol.UpdateCheck(key, checkId, command.Status, command.Output));
        return new Decision.Answer(revision => new CheckUpdated(key, revision));
    }

    public Decision ChangeChecks(ChangeChecks command, DateTimeOffset wall)
    {
        var key = command.Key;
        if (!Route(key, out var forward))
            return forward ?? NotFound(key);
        var held = _book[key].Named(command.Put.Count > 0);
        if (command.Remove.FirstOrDefault(id => held.Find(id) is null) is { } unknown)
            return new Decision.Answer(revision => new CheckNotFound(key, unknown, revision));
        var checks = NamedChecks.Settle(NamedChecks.Put(held.Checks, command.Put), held);
        var record = held.With(ValueList.From(checks.Where(c => !command.Remove.Contains(c.Id))));
        var faults = InstanceValidation.Check(record);
        if (faults.Count > 0)
            return new Decision.Answer(_ => new Rejected(ValueList.From(faults)));
        Write(record, wall, command.Evidence);
        _heartbeats.Add(new HeartbeatProtocol.Track(record) { IsSignOfLife = false });
        return new Decision.Answer(revision => new ChecksChanged(key, revision));
    }

    /// <summary>A heartbeat actor saw a transition of one check.</summary>
    public void CheckChanged(HeartbeatProtocol.CheckChanged change, DateTimeOffset wall)
    {
        if (_book.TryGetValue(change.Key, out var held) && held.Find(change.CheckId) is not null)
            Write(held.WithStatus(change.CheckId, change.Status), wall, Named(change.CheckId, change.Evidence));
    }

    /// <summary>Brings the checks that follow another instance up to date with it.</summary>
    public void FollowAliases(DateTimeOffset wall)
    {
        _followers.RemoveWhere(k => !_book.TryGetValue(k, out var record) || !record.Checks.Any(IsAlias));
        for (var step = 0; step < AliasSteps && _followers.Count > 0 && !ReferenceEquals(_followed, _book); step++)
        {
            _followed = _book;
            foreach (var follower in _followers.Order().ToArray())
                Follow(_book[follower], wall);
        }
    }

    private void Set(ServiceInstance record)
    {
        _book = _book.SetItem(record.Key, record);
        View.Write(record.Key, record);
        if (record.Checks.Any(IsAlias))
            _followers.Add(record.Key);
    }

    private static bool IsAlias(NamedCheck check) => check.Terms.Kind is HealthKind.Alias;

    private void Follow(ServiceInstance follower, DateTimeOffset wall)
    {
        foreach (var check in follower.Checks.Where(IsAlias))
        {
            var followed = _book.Values.FirstOrDefault(i => i.Id.Value == check.Terms.Target);
            var status = followed?.Status switch
            {
                InstanceStatus.Passing => InstanceStatus.Passing,
                InstanceStatus.Warning => InstanceStatus.Warning,
                _ => InstanceStatus.Critical,
            };
            if (status == check.Status)
                continue;
            var words = followed is null ? $"no instance '{check.Terms.Target}' here" : $"{followed.Key} is {Text(followed.Status)}";
            Write(_book[follower.Key].WithStatus(check.Id, status), wall, Named(check.Id, new(Causes.HealthCheck, _self.Address, words)));
            _heartbeats.Add(new HeartbeatProtocol.UpdateCheck(follower.Key, check.Id, status, words));
        }
    }

    /// <summary>The record that a registration makes of what it says and what is there already.</summary>
    private static ServiceInstance Complete(ServiceInstance instance, ServiceInstance? held, bool keepsChecks)
    {
        var before = held?.Named().Checks ?? [];
        // What somebody ordered, such as maintenance, stays until somebody takes it back.
        var stays = ValueList.From(before.Where(c => keepsChecks || c.Terms.Kind is HealthKind.None));
        if (instance.Checks.Count == 0 && stays.Count == 0)
            return instance;
        var named = (instance with { Checks = NamedChecks.Put(stays, instance.Checks) }).Named();
        return named.With(NamedChecks.Settle(named.Checks, held?.Named()));
    }

    /// <summary>As a record comes from an owner that is gone.</summary>
    private static ServiceInstance Orphaned(ServiceInstance record) => record.Checks.Any(c => c.OfNode)
        ? record.With(ValueList.From(record.Checks.Where(c => !c.OfNode)))
        : record;

    /// <summary>The record after a client's word on the instance as a whole.</summary>
    private static ServiceInstance Reported(ServiceInstance record, InstanceStatus status) => record.Checks.Count == 0
        ? record with { Status = status }
        : record.With(NamedChecks.Report(record.Checks, status));

    private Decision.Answer? SetStatusOfChecks(SetStatus command, DateTimeOffset wall)
    {
        var held = _book[command.Key];
        if (command.Status is InstanceStatus.Draining)
        {
            Write(held with { Status = InstanceStatus.Draining }, wall, command.Evidence);
            return null;
        }

        var record = Reported(held with { Status = InstanceStatus.Passing }, command.Status);
        if (record.Status != command.Status && held.Status is not InstanceStatus.Draining)
            return Refuse(new InvalidField("status", $"{command.Status}", $"cannot be set: the checks of the instance say {Text(record.Status)}"));
        Write(record, wall, command.Evidence);
        return null;
    }

    private static Decision.Answer Refuse(InvalidField fault) => new(_ => new Rejected([fault]));

    private static string Words(UpdateCheck command) => HealthWords.Cut(
        $"check '{command.CheckId}': {HealthWords.Reported(command.Status, command.Output)}");

    private static Evidence Named(string checkId, Evidence evidence) =>
        evidence with { Detail = HealthWords.Cut($"check '{checkId}': {evidence.Detail}") };
}
