using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>
/// One claim for all writes of a step, by which every node gives it the same revision: more than what is seen of each key, than all
/// that this node has numbered, and no less than its wall clock.
/// </summary>
internal sealed class StepClaims(KeyClaims store, KeyView view)
{
    public long Next(IEnumerable<KeySlot> slots, Moment now)
    {
        var claim = KeyRevisions.ClaimOf(KeyRevisions.SlotOf(view.Revision) + 1);
        foreach (var slot in slots)
            claim = Math.Max(claim, store.NextClaim(slot, now.Wall));
        return claim;
    }

    /// <summary>Will others see this claim? A deletion that nobody can contradict is passed on without one.</summary>
    public bool IsLeft(KeySlot slot, long claim) => store.Winner(slot)?.Record.Claim == claim;
}
