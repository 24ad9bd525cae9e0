using System.Collections.Immutable;
using Mesh.Client;
using static Mesh.Client.MeshReplies;

namespace Mesh.Dashboard.Orders;

/// <summary>What happened after an order.</summary>
internal sealed record OrderOutcome(bool IsDone, ImmutableArray<string> Lines)
{
    public static readonly OrderOutcome NotAllowed = Failed("You may not give this order.");

    public static OrderOutcome Failed(string why) => new(false, [why]);

    public static OrderOutcome Done(string what) => new(true, [what]);

    public static OrderOutcome Of(IReply reply) => reply switch
    {
        Drained drained => OfDrain(drained),
        Deregistered => Done("It is deregistered."),
        StatusSet => Done("It is done."),
        PolicySet => Done("The policy is set."),
        InstanceNotFound missing => Failed($"There is no instance {missing.Key} any more."),
        Rejected rejected => Failed($"It was refused: {string.Join("; ", rejected.Faults.Select(static f => $"{f.Field} {f.Bound}"))}."),
        Unavailable trouble => Failed($"Nobody answered in time, it may have happened all the same: {trouble.Reason}"),
        _ => Failed("The answer is not understood."),
    };

    public static OrderOutcome Of(KeyValueReplies.IApplyReply reply) => reply switch
    {
        KeyValueReplies.Applied applied => Done($"It is done, at revision {applied.Revision} of this node."),
        KeyValueReplies.ConditionFailed => Failed("Somebody has written or deleted it since; nothing was changed. Look at it again."),
        KeyValueReplies.LeaseNotFound missing => Failed($"There is no lease {missing.Lease:x}."),
        KeyValueReplies.Full { Reason.Length: > 0 } ofToken => Failed($"It was refused: {ofToken.Reason}."),
        KeyValueReplies.Full full => Failed($"The store of the mesh is full: {full.What}, at most {full.Bound}."),
        KeyValueReplies.Rejected rejected => Failed($"It was refused: {string.Join("; ", rejected.Faults.Select(static f => $"{f.Field} {f.Bound}"))}."),
        KeyValueReplies.Unavailable trouble => Failed($"Nobody answered in time, it may have happened all the same: {trouble.Reason}"),
        _ => Failed("The answer is not understood."),
    };

    private static OrderOutcome OfDrain(Drained drained) => new(
        drained.Unconfirmed.Count == 0,
        [
            drained.Unconfirmed.Count == 0
                ? $"All {drained.Confirmed.Count} nodes have confirmed that they send no more calls:"
                : $"{drained.Confirmed.Count} nodes have confirmed that they send no more calls, {drained.Unconfirmed.Count} have not yet:",
            .. drained.Confirmed.Select(static n => $"✓ {n} confirmed"),
            .. drained.Unconfirmed.Select(static n => $"? {n} did not confirm before the deadline"),
        ]);
}
