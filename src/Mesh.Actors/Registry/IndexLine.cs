using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>
/// The indexes of one node's view, see <see cref="CommonIndex"/>: each service has one, all together another, and what is gone a
/// third. They rise with each step. What is numbered otherwise than by its claim is told to the others, by who made it or by the
/// first of the members; who shows the same under a lower number follows, and who shows it under a higher one says so. The same
/// inputs give the same numbers. Pure.
/// </summary>
internal sealed class IndexLine
{
    /// <summary>All services together; no service has such a name.</summary>
    public const string Whole = ":all";

    /// <summary>Services without an instance.</summary>
    public const string Gone = ":gone";

    /// <summary>Numbers of states that this node may never come to are kept for so many services at most.</summary>
    private const int MaxAwaited = 1_024;

    private readonly Dictionary<string, ulong> _digests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Claim, bool IsTold)> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReachedIndex> _awaited = new(StringComparer.Ordinal);
    private readonly HashSet<string> _untold = new(StringComparer.Ordinal);
    private ulong _all;

    /// <param name="published">What callers see already.</param>
    public IndexLine(CatalogSnapshot published)
    {
        (WholeIndex, GoneIndex) = (published.Index, published.GoneIndex);
        foreach (var (name, view) in published.Services)
        {
            var digest = 0UL;
            foreach (var instance in view.Instances)
                digest += InstanceDigest.Of(instance);
            _digests[name] = digest;
            _all += digest;
        }
    }

    public long WholeIndex { get; private set; }

    public long GoneIndex { get; private set; }

    /// <summary>There is something to tell.</summary>
    public bool HasUntold => _untold.Count > 0;

    /// <summary>
    /// A process that has shown no index begins at its wall clock: beyond all that it, before a restart, or another has given.
    /// </summary>
    public void Begin(DateTimeOffset wall)
    {
        if (GoneIndex != 0)
            return;
        GoneIndex = CommonIndex.Of(CommonIndex.SlotOf(wall), 0);
        WholeIndex = CommonIndex.Of(CommonIndex.SlotOf(wall), _all);
    }

    /// <summary>What is shown of an instance changes with the step that follows.</summary>
    /// <param name="claim">The winning claim to the key, of a deregistration too; 0: nothing is known of it.</param>
    /// <param name="isTold">This node tells the others where the claim does not number the step.</param>
    public void Change(string service, InstanceView? before, InstanceView? after, long claim, bool isTold)
    {
        var difference = (after is null ? 0 : InstanceDigest.Of(after)) - (before is null ? 0 : InstanceDigest.Of(before));
        CollectionsMarshal.GetValueRefOrAddDefault(_digests, service, out _) += difference;
        _all += difference;
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(_changed, service, out _);
        change = (Math.Max(change.Claim, claim), change.IsTold || isTold);
    }

    /// <summary>Something else of a service changes with the step that follows, such as its policy.</summary>
    public void Touch(string service, bool isTold) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_changed, service, out _).IsTold |= isTold;

    /// <summary>Services in the order of their steps: by their claims, as they came where each was published alone.</summary>
    public IEnumerable<string> InOrder(IEnumerable<string> services) =>
        services.OrderBy(s => _changed.GetValueOrDefault(s).Claim).ThenBy(s => s, StringComparer.Ordinal);

    /// <summary>A step of a service that has instances.</summary>
    /// <param name="last">Its index before; null: it had none.</param>
    public long Step(string service, long? last)
    {
        var (claim, isTold) = Take(service);
        var slot = CommonIndex.NextSlot(last ?? GoneIndex, claim);
        var isClaimed = slot == CommonIndex.SlotOfClaim(claim);
        if (isTold && !isClaimed)
            _untold.Add(service);
        slot = Settled(service, slot);
        Follow(slot, isClaimed, isTold);
        return CommonIndex.Of(slot, MarkOf(service));
    }

    /// <summary>A service has lost its last instance.</summary>
    /// <param name="last">Its index before; null: it had none, and nothing happens.</param>
    public void Leave(string service, long? last)
    {
        var (claim, isTold) = Take(service);
        if (last is not { } index)
            return;
        _digests.Remove(service);
        _awaited.Remove(service);
        _untold.Remove(service);
        var slot = CommonIndex.NextSlot(Math.Max(index, GoneIndex), claim);
        var isClaimed = slot == CommonIndex.SlotOfClaim(claim);
        if (isTold && !isClaimed)
            _untold.Add(Gone);
        GoneIndex = CommonIndex.Of(slot, 0);
        Follow(slot, isClaimed, isTold);
    }

    /// <summary>Another node has come so far. Not null: the service has this index from here on.</summary>
    /// <param name="last">The service's index; null: it has no instance here.</param>
    public long? Reach(ReachedIndex reached, long? last)
    {
        var present = reached.Name switch
        {
            Whole => WholeIndex,
            Gone => GoneIndex,
            _ => last ?? 0,
        };
        var (slot, mark) = (CommonIndex.SlotOf(present), MarkOf(reached.Name));
        if (reached.Slot is < 0 or > CommonIndex.MaxSlot)
            return null;
        if (reached.Mark != mark)
        {
            Await(reached, slot);
            return null;
        }

        if (reached.Slot <= slot)
        {
            if (reached.Slot < slot)
                _untold.Add(reached.Name);
            return null;
        }

        var index = CommonIndex.Of(reached.Slot, mark);
        switch (reached.Name)
        {
            case Whole:
                WholeIndex = index;
                return null;
            case Gone:
                GoneIndex = index;
                return null;
            default:
                // All together are never below one of them.
                if (CommonIndex.SlotOf(WholeIndex) < reached.Slot)
                    WholeIndex = CommonIndex.Of(reached.Slot, _all);
                return index;
        }
    }

    /// <summary>All that this node shows is told once more: it has come, or somebody who has.</summary>
    public void TellAll()
    {
        _untold.UnionWith(_digests.Keys);
        _untold.Add(Whole);
        _untold.Add(Gone);
    }

    /// <summary>What the others have to hear of since the last call.</summary>
    /// <param name="indexOf">Of a service that has instances, its index.</param>
    public ImmutableArray<ReachedIndex> TakeUntold(Func<string, long?> indexOf)
    {
        var told = ImmutableArray.CreateBuilder<ReachedIndex>(_untold.Count);
        foreach (var name in _untold.Order(StringComparer.Ordinal))
        {
            var index = name switch { Whole => WholeIndex, Gone => GoneIndex, _ => indexOf(name) };
            if (index is { } present)
                told.Add(new ReachedIndex(name, CommonIndex.SlotOf(present), MarkOf(name)));
        }

        _untold.Clear();
        return told.ToImmutable();
    }

    private (long Claim, bool IsTold) Take(string service)
    {
        _changed.Remove(service, out var change);
        return change;
    }

    private ulong MarkOf(string name) => name switch
    {
        Whole => _all,
        Gone => 0,
        _ => _digests.GetValueOrDefault(name),
    };

    /// <summary>All together are no less than each, and rise with each step.</summary>
    private void Follow(long slot, bool isClaimed, bool isTold)
    {
        var whole = Math.Max(CommonIndex.SlotOf(WholeIndex) + 1, slot);
        if (isTold && !(isClaimed && whole == slot))
            _untold.Add(Whole);
        WholeIndex = CommonIndex.Of(Settled(Whole, whole), _all);
    }

    /// <summary>The number that another node has given to what is shown now, where that is more.</summary>
    private long Settled(string name, long slot)
    {
        if (!_awaited.TryGetValue(name, out var awaited))
            return slot;
        if (awaited.Mark == MarkOf(name))
        {
            _awaited.Remove(name);
            if (awaited.Slot < slot)
                _untold.Add(name);
            return Math.Max(awaited.Slot, slot);
        }

        if (awaited.Slot <= slot)
            _awaited.Remove(name);
        return slot;
    }

    private void Await(ReachedIndex reached, long slot)
    {
        if (reached.Slot <= slot)
            return;
        if (_awaited.Count >= MaxAwaited && !_awaited.ContainsKey(reached.Name))
            return;
        if (!_awaited.TryGetValue(reached.Name, out var known) || known.Slot < reached.Slot)
            _awaited[reached.Name] = reached;
    }
}
