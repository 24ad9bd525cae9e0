using KeyClaim = Mesh.Replication.Claim<Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>
/// Keys that callers see already while a node begins anew. Each stays as it is shown until what is known of it is no older, for this
/// node's own log comes first, with what others have claimed from it since; or until the node holds everything.
/// </summary>
/// <param name="published">What callers see.</param>
internal sealed class HeldKeys(KeyValueSnapshot published)
{
    private readonly HashSet<Octets> _keys = [.. published.Entries.Select(e => e.Key)];

    /// <summary>Does the key stay as it is shown, whatever is known of it now? If not, from here on it never does.</summary>
    public bool Keeps(Octets key, KeyClaim? known)
    {
        if (_keys.Count == 0 || !_keys.Contains(key))
            return false;
        if (known is not { } claim || published.Find(key) is not { } shown)
            return true;
        var (slot, shownAt) = (KeyRevisions.SlotOfClaim(claim.Record.Claim), KeyRevisions.SlotOf(shown.ModRevision));
        // An adopter's claim lies in the same moment as the one that it hides.
        if (claim.Record.Deleted ? slot <= shownAt : slot < shownAt)
            return true;
        _keys.Remove(key);
        return false;
    }

    /// <summary>Those that were kept to the end.</summary>
    public IReadOnlyList<Octets> Release()
    {
        Octets[] kept = [.. _keys.Order()];
        _keys.Clear();
        return kept;
    }
}
