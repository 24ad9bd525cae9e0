namespace Mesh.KeyValues;

/// <summary>
/// What one message, or one member that came or went, changed: shown in the order of the claims, and what has one claim as one step,
/// so that this node's line of revisions becomes that of the writer. What comes late, or without a claim, comes first and
/// together, one revision after the last.
/// </summary>
internal sealed class MergedWrites
{
    private readonly List<MergedWrite> _writes = [];

    public void Add(MergedWrite write) => _writes.Add(write);

    public void Show(KeyView view)
    {
        view.EndStep();
        var last = KeyRevisions.SlotOf(view.Revision);
        _writes.Sort(static (a, b) => (a.Claim, a.Key).CompareTo((b.Claim, b.Key)));
        var claim = 0L;
        foreach (var write in _writes)
        {
            var next = KeyRevisions.SlotOfClaim(write.Claim) > last ? write.Claim : 0;
            if (next != claim)
                view.EndStep(claim);
            claim = next;
            view.Show(write.Key, write.Record, write.Owner, always: false);
        }

        view.EndStep(claim);
    }
}
