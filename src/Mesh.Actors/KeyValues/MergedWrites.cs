namespace Mesh.KeyValues;

/// <summary>
/// What one message, or one member that came or went, changed: shown in the order of the claims, and what has one claim as one step,
/// so that this node's line of revisions becomes that of the writer. What has no claim of its own, or an old one, is a part of
/// the first step. Where it does not come to the state that the writer had, something crossed it, and none of it has the
/// writer's number.
/// </summary>
internal sealed class MergedWrites
{
    private readonly List<MergedWrite> _writes = [];
    private readonly Dictionary<Octets, int> _places = [];

    /// <summary>Of several of one key the last counts.</summary>
    public void Add(MergedWrite write)
    {
        if (_places.TryAdd(write.Key, _writes.Count))
            _writes.Add(write);
        else
            _writes[_places[write.Key]] = write;
    }

    /// <param name="mark">Of the state that the writer came to; 0: it is not said.</param>
    /// <param name="trusts">The writer's numbers are taken over whatever the state: this node is being filled.</param>
    public void Show(KeyView view, ulong mark, bool trusts)
    {
        view.EndStep();
        _writes.Sort(static (a, b) => (a.Claim, a.Key).CompareTo((b.Claim, b.Key)));
        var claims = new Queue<long>();
        if (trusts || DigestAfter(view).Mark == mark)
            claims = ClaimsAfter(KeyRevisions.SlotOf(view.Revision));
        claims.TryDequeue(out var claim);
        foreach (var write in _writes)
        {
            if (write.Claim > claim && claims.TryDequeue(out var next))
            {
                view.EndStep(claim);
                claim = next;
            }

            view.Show(write.Key, write.Record, write.Owner, write.Always);
        }

        view.EndStep(claim);
    }

    /// <summary>In ascending order.</summary>
    private Queue<long> ClaimsAfter(long slot) =>
        new(_writes.Select(w => w.Claim).Where(c => KeyRevisions.SlotOfClaim(c) > slot).Distinct());

    private StateDigest DigestAfter(KeyView view)
    {
        var digest = view.Digest;
        foreach (var write in _writes)
            digest = digest.WithRecord(view.Find(write.Key), write.Record);
        return digest;
    }
}
