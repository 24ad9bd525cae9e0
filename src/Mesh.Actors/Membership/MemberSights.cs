using System.Collections.Concurrent;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>
/// What this node's membership knows of the ways between members: how long they take to answer it, why it doubts one, and what the
/// others say of those that are given up. For people; nothing is decided by it. Written by membership alone, read by anybody.
/// </summary>
internal sealed class MemberSights
{
    private readonly ConcurrentDictionary<Owner, TimeSpan> _roundTrips = new();
    private readonly ConcurrentDictionary<Owner, Evidence> _evidence = new();
    private readonly ConcurrentDictionary<Owner, MemberWord> _words = new();

    /// <summary>The newest word of each member that has said one; those of long ago are among them.</summary>
    public IEnumerable<MemberWord> Words => _words.Values;

    /// <summary>Of the last ping that it answered; null: none, or this node sends it none.</summary>
    public TimeSpan? RoundTripTo(Owner owner) => _roundTrips.TryGetValue(owner, out var took) ? took : null;

    /// <summary>Why it stands as it does; null: it was never in doubt.</summary>
    public Evidence? EvidenceOf(Owner owner) => _evidence.GetValueOrDefault(owner);

    public void Answered(Owner owner, TimeSpan took) => _roundTrips[owner] = took;

    public void Stands(Owner owner, Evidence evidence) => _evidence[owner] = evidence;

    public void Said(MemberWord word) => _words[word.From] = word;

    /// <summary>It is no member any more.</summary>
    public void Forget(Owner owner)
    {
        _roundTrips.TryRemove(owner, out _);
        _evidence.TryRemove(owner, out _);
        _words.TryRemove(owner, out _);
    }
}
