using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Replication;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>
/// Decides about instances with named checks. Their records hold the status of each, so that a client's word is in the
/// view when it is answered; the heartbeats are told afterwards and tell what they find themselves.
/// </summary>
internal sealed class CheckDecisions(Registrations own, Ownership ownership, Adoption adoption)
{
    public CommandOutcome UpdateCheck(UpdateCheck command, Moment now)
    {
        var (key, checkId) = (command.Key, command.CheckId);
        if (command.Status is not (InstanceStatus.Passing or InstanceStatus.Warning or InstanceStatus.Critical))
            return CommandOutcome.Rejected(new InvalidField("status", $"{command.Status}", "must be passing, warning or critical"));
        var held = ownership.Own(key);
        if ((held ?? ownership.Adoptable(key)) is not { } record)
            return ownership.Elsewhere(key);
        if (record.Find(checkId) is not { Terms.Kind: HealthKind.Ttl })
            return new CommandOutcome.Reply(new CheckNotFound(key, checkId, 0));
        if (held is not null)
        {
            var words = RegistryWords.Check(checkId, HealthWords.Reported(command.Status, command.Output));
            own.Write(held.WithStatus(checkId, command.Status), now, Causes.LeaseRenewed, words);
        }
        else
        {
            adoption.Adopt(
                record,
                r => r.WithStatus(checkId, command.Status),
                now,
                $"check '{checkId}' was updated here while the owner was silent");
        }

        own.Order(new HeartbeatProtocol.UpdateCheck(key, checkId, command.Status, command.Output));
        return new CommandOutcome.Reply(new CheckUpdated(key, 0));
    }

    public CommandOutcome ChangeChecks(ChangeChecks command, Moment now)
    {
        var key = command.Key;
        if (ownership.Decided(key, now)?.Named(command.Put.Count > 0) is not { } held)
            return ownership.Elsewhere(key);
        if (command.Remove.FirstOrDefault(id => held.Find(id) is null) is { } unknown)
            return new CommandOutcome.Reply(new CheckNotFound(key, unknown, 0));
        var checks = NamedChecks.Settle(NamedChecks.Put(held.Checks, command.Put), held);
        var record = held.With(ValueList.From(checks.Where(c => !command.Remove.Contains(c.Id))));
        var faults = InstanceValidation.Check(record);
        if (faults.Count > 0)
            return CommandOutcome.Rejected(faults);
        own.Write(record, now, command.Evidence);
        own.Follow(key);
        return new CommandOutcome.Reply(new ChecksChanged(key, 0));
    }

    /// <summary>A heartbeat actor saw a transition of an instance without named checks.</summary>
    public void Changed(HeartbeatProtocol.HealthChanged change, Moment now)
    {
        if (ownership.Own(change.Key) is { Checks.Count: 0 })
            own.SetStatus(change.Key, change.Status, now, change.Evidence);
    }

    /// <summary>Less than an adoption claims: what was renewed at another node meanwhile, which is cut off, lives.</summary>
    public void Lapsed(HeartbeatProtocol.Lapsed lapsed, Moment now)
    {
        if (ownership.Own(lapsed.Key) is { } over)
            own.Remove(lapsed.Key, now, lapsed.Evidence, over.Claim + ClaimSteps.Expiry);
    }

    /// <summary>A heartbeat actor saw a transition of one check.</summary>
    public void Changed(HeartbeatProtocol.CheckChanged change, Moment now)
    {
        if (ownership.Own(change.Key) is { } held && held.Find(change.CheckId) is not null)
        {
            var evidence = RegistryWords.OfCheck(change.CheckId, change.Evidence);
            own.Write(held.WithStatus(change.CheckId, change.Status), now, evidence);
        }
    }
}
