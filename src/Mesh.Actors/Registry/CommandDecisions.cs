using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Replication;
using Mesh.Selection;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>Decides the commands about instances as wholes, and about policies.</summary>
internal sealed class CommandDecisions(
    Owner self, CatalogView view, Registrations own, Ownership ownership, Adoption adoption, RegistryBounds bounds)
{
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromSeconds(60);

    /// <summary>How long the answer to a deregistration waits for another member; what is lost by then is pushed on.</summary>
    private static readonly TimeSpan DeregistrationDeadline = TimeSpan.FromSeconds(2);

    private readonly SavedInstances _saved = new(self, view, own, adoption);

    public CommandOutcome Register(Register command, Moment now)
    {
        var faults = InstanceValidation.Check(command.Instance);
        if (command.Deadline < TimeSpan.Zero || command.Deadline > LongestDeadline)
            faults = [.. faults, new("deadline", $"{command.Deadline}", "must be 0 to 60 s")];
        if (faults.Count > 0)
            return CommandOutcome.Rejected(faults);

        var key = command.Instance.Key;
        if (command.Restores)
            return command.KeptSince is { } since && Lifetimes.IsAway(command.Instance, self)
                ? RestorePlace(new KeptPlace(command.Instance, since), now)
                : Restore(command.Instance, now);
        if (IsPast(command) || (command.IsSaved && _saved.Settle(command.Instance, now)))
            return new CommandOutcome.Reply(new Registered(key, 0, 1, true) { Claim = view.Claim(key)!.Value.Record.Claim });
        var before = ownership.Own(key) ?? ownership.OrderedElsewhere(key);
        var record = CheckRecords.Complete(
            command.IsSaved ? SavedInstances.ToRegister(command.Instance) : command.Instance, before, command.KeepsChecks);
        // The checks that stay may be too many together with the new ones.
        if (InstanceValidation.Check(record) is { Count: > 0 } tooMuch)
            return CommandOutcome.Rejected(tooMuch);
        if (own.Excess(record, bounds) is { } excess)
            return CommandOutcome.Rejected(excess);
        var words = command.IsSaved ? SavedInstances.Origin : RegistryWords.Describe(record);
        own.Own(record, now, new Evidence(Causes.Registered, self.Address, words), command.EntryClaim);
        var claim = own.Records[key].Claim;
        if (command.Consistency is Consistency.Local)
            return new CommandOutcome.Reply(new Registered(key, 0, 1, true) { Claim = claim });
        return new CommandOutcome.Await(
            command.Consistency is Consistency.All ? Quorum.All : Quorum.Majority,
            command.Deadline,
            new AwaitedChange.Registration(key, claim));
    }

    /// <summary>What is known of the key, a deregistration too, is newer than what was stored, unless its claim is lower.</summary>
    private CommandOutcome.Reply Restore(ServiceInstance stored, Moment now)
    {
        var evidence = new Evidence(Causes.NodeRestarted, self.Address, "restored from disk");
        if (view.Claim(stored.Key) is not { } known || known.Record.Claim < stored.Claim)
        {
            own.Own(CheckRecords.Unchecked(stored), now, evidence, stored.Claim);
        }
        else if (ownership.Own(stored.Key) is { } held && held.RegisteredAt > stored.RegisteredAt)
        {
            // Its client was quicker than the disk: what operators had ordered counts all the same.
            own.Write(CheckRecords.WithOrdersOf(held, stored), now, evidence);
            own.Follow(stored.Key);
        }

        return new CommandOutcome.Reply(new Registered(stored.Key, 0, 1, true) { Claim = view.Claim(stored.Key)?.Record.Claim ?? 0 });
    }

    /// <summary>As <see cref="Restore"/>; an instance whose node is back already is left alone unless something was ordered of it here.</summary>
    private CommandOutcome.Reply RestorePlace(KeptPlace place, Moment now)
    {
        var (stored, key) = (place.Record, place.Record.Key);
        var known = view.Claim(key);
        var isNewer = known is not { } claim || claim.Record.Claim < stored.Claim;
        if (isNewer && (view.Holder(key) is not { } holder || holder.Owner.Address != stored.Home || !CheckRecords.IsOrderedAlike(holder.Record, stored)))
            adoption.Keep(place, now, new Evidence(Causes.NodeRestarted, self.Address, "this node had kept its place"));
        return new CommandOutcome.Reply(new Registered(key, 0, 1, true) { Claim = view.Claim(key)?.Record.Claim ?? 0 });
    }

    public CommandOutcome Deregister(Deregister command, Moment now)
    {
        var key = command.Key;
        // Any node may say so: what its claim covers is gone in this view when it is answered, and in each that sees it.
        if (view.Holder(key) is not { } holder)
            return CommandOutcome.NotFound(key);
        if (command.Claim != 0 && !ClaimSteps.IsSameWrite(holder.Record.Claim, command.Claim))
        {
            return CommandOutcome.Rejected(
                new InvalidField("claim", $"{command.Claim}", $"is not that of the registration, which is {holder.Record.Claim}"));
        }

        own.Remove(key, now, command.Evidence, EndOf(command, holder.Record));
        return new CommandOutcome.Await(Quorum.Another, DeregistrationDeadline, new AwaitedChange.Deregistration(key));
    }

    /// <summary>Something newer is known of the instance than the entry that describes it.</summary>
    private bool IsPast(Register command) => command.EntryClaim != 0
        && view.Claim(command.Instance.Key) is { } known
        && known.Record.Claim >= command.EntryClaim
        && (known.Owner != self || known.Record.Deleted);

    /// <summary>The end of a lease claims little more than what it ends, so that who hears the lease renewed can contradict.</summary>
    private static long EndOf(Deregister command, ServiceInstance held) =>
        command.EntryClaim == 0 ? 0 : Math.Max(command.EntryClaim, held.Claim + ClaimSteps.Expiry);

    public CommandOutcome Renew(Renew command, Moment now)
    {
        var key = command.Key;
        if (ownership.Own(key) is { } held)
        {
            if (held.Checks.Count > 0)
            {
                var words = HealthWords.Reported(command.Status, command.Note);
                own.Write(CheckRecords.Reported(held, command.Status), now, Causes.LeaseRenewed, words);
            }

            own.Order(new HeartbeatProtocol.Beat(key, command.Status, command.Note));
        }
        else if (ownership.Adoptable(key) is { } record)
        {
            adoption.Adopt(
                record,
                r => CheckRecords.Reported(r, command.Status),
                now,
                "a renewal came here while the owner was silent");
        }
        else
        {
            return ownership.Elsewhere(key);
        }

        return new CommandOutcome.Reply(new Renewed(key, 0));
    }

    public CommandOutcome SetStatus(SetStatus command, Moment now)
    {
        var key = command.Key;
        if (ownership.Decided(key, now) is not { } held)
            return ownership.Elsewhere(key);
        var record = StatusOrders.Follow(held, command);
        if (StatusOrders.Contradiction(held, record, command) is { } fault)
            return CommandOutcome.Rejected(fault);
        own.Write(record, now, command.Evidence);
        own.Follow(key);
        return new CommandOutcome.Reply(new StatusSet(key, 0));
    }

    public CommandOutcome Drain(Drain command, Moment now)
    {
        var key = command.Key;
        if (ownership.Decided(key, now) is not { } held)
            return ownership.Elsewhere(key);
        var words = $"deadline {command.Deadline.TotalSeconds:0.###} s";
        own.Write(held with { Status = InstanceStatus.Draining }, now, new Evidence(Causes.DrainStarted, self.Address, words));
        own.Follow(key);
        return new CommandOutcome.Await(Quorum.Reachable, command.Deadline, new AwaitedChange.Drain(key, now));
    }

    /// <param name="policies">What this node can pick by.</param>
    public CommandOutcome SetPolicy(SetPolicy command, PickPolicies policies)
    {
        var faults = ServicePolicyValidation.Check(command.Policy, policies);
        if (faults.Count > 0)
            return CommandOutcome.Rejected(faults);
        var stamp = (view.Policies.Entries.GetValueOrDefault(command.Service)?.Stamp ?? 0) + 1;
        view.MergePolicies(PolicyTable.Of(new PolicyEntry(command.Service, command.Policy, stamp, self.ToString())));
        return new CommandOutcome.Reply(new PolicySet(command.Service, 0));
    }
}
