using System.Collections.Immutable;

namespace Mesh.Node.Bridge.Mirror;

/// <summary>
/// One direction of a bridge: makes the copies at the target equal to the originals at the source. The owner of an
/// instance is the system where it is registered: nothing but own copies is ever changed or removed. Pure.
/// </summary>
internal static class MirrorStep
{
    /// <param name="accepted">Has an operator said that the removals held back are meant?</param>
    /// <param name="now">Monotonic.</param>
    public static MirrorPlan Decide(
        MirrorTerms terms, SideView source, SideView target, MirrorState state, bool accepted, TimeSpan now)
    {
        if (!source.IsComplete || !target.IsComplete)
            return new MirrorPlan(state, []);
        var own = target.Entries.Where(terms.IsOwn).ToDictionary(e => e.Key);
        var desired = DesiredCopies.Of(terms, source, target);
        var pending = StillPending(state.Pending, own, now);
        var puts = Puts(terms, desired, own, pending);
        var surplus = own.Keys.Where(k => !desired.ByKey.ContainsKey(k)).ToArray();
        // What the source still has but does not offer is withdrawn on its word; the rest is gone without one.
        var vanished = surplus.Where(k => !desired.Known.Contains(k)).ToArray();
        var (allows, because, guard) = DeleteGuard.Judge(
            terms.Guard, state.Guard, Ordered(vanished, pending).Count(), own.Count, desired.IsSourceEmpty, source.Reading, accepted, now);
        var deletes = Ordered(allows ? surplus : surplus.Except(vanished), pending).Select(k => new CopyWrite.Delete(k));
        ImmutableArray<CopyWrite> writes = [.. puts, .. deletes];
        return new MirrorPlan(Next(state, desired, guard, pending, writes, now), writes)
        {
            Copies = own.Count,
            Held = allows ? 0 : vanished.Length,
            HeldBecause = because,
            WantsReading = !allows && desired.IsSourceEmpty,
            NewConflicts = [.. desired.Conflicts.Except(state.Conflicts)],
            NewUnfit = [.. desired.Unfit.Where(u => !state.Unfit.ContainsKey(u.Key)).Select(u => u.Value)],
        };
    }

    private static MirrorState Next(
        MirrorState state,
        DesiredCopies desired,
        GuardState guard,
        ImmutableDictionary<string, PendingWrite> pending,
        ImmutableArray<CopyWrite> writes,
        TimeSpan now) => state with
        {
            Guard = guard,
            Conflicts = desired.Conflicts,
            Unfit = desired.Unfit,
            Pending = pending.SetItems(writes.Select(w => KeyValuePair.Create(
                w.Key, new PendingWrite((w as CopyWrite.Put)?.Mark.Digest, now + MirrorTerms.WriteWait)))),
        };

    private static List<CopyWrite.Put> Puts(
        MirrorTerms terms,
        DesiredCopies desired,
        Dictionary<string, SideEntry> own,
        ImmutableDictionary<string, PendingWrite> pending)
    {
        var puts = new List<CopyWrite.Put>();
        foreach (var (key, original) in desired.ByKey)
        {
            var mark = new OriginMark(
                original.Mark?.Origin ?? terms.Source, terms.Bridge, original.Revision, original.Instance.Digest());
            var isThere = pending.TryGetValue(key, out var ordered)
                ? ordered.Digest == mark.Digest
                : own.TryGetValue(key, out var copy) && IsUpToDate(terms, copy, original, mark);
            if (!isThere)
                puts.Add(new CopyWrite.Put(key, original.Instance, mark));
        }

        return puts;
    }

    /// <summary>The digest tells of the original; address and status also of what others did to the copy.</summary>
    private static bool IsUpToDate(MirrorTerms terms, SideEntry copy, SideEntry original, OriginMark mark) =>
        copy.Mark!.Digest == mark.Digest
        && copy.Mark.Origin == mark.Origin
        && copy.Instance.Address == original.Instance.Address
        && (!terms.Format.CarriesStatus || copy.Instance.Status == original.Instance.Status);

    private static IEnumerable<string> Ordered(IEnumerable<string> keys, ImmutableDictionary<string, PendingWrite> pending) =>
        keys.Where(k => !pending.TryGetValue(k, out var ordered) || ordered.Digest is not null);

    private static ImmutableDictionary<string, PendingWrite> StillPending(
        ImmutableDictionary<string, PendingWrite> pending, Dictionary<string, SideEntry> own, TimeSpan now) =>
        pending.RemoveRange(pending
            .Where(p => p.Value.Until <= now || p.Value.Digest == own.GetValueOrDefault(p.Key)?.Mark?.Digest)
            .Select(p => p.Key));
}
