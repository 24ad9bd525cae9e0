using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Others' logs as they were when their owners signed them last: what this node can pass on. Later writes came from the owner itself, and are for nobody
/// else to believe. Shares its records with the store. Not thread-safe: it belongs to the actor that holds the buckets.
/// </summary>
internal sealed class SealedLogs<TBucket, TKey, TRecord>(Owner self)
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    // As many as a mesh of some thousand nodes has.
    private const int Most = 1 << 18;

    private readonly Dictionary<(int Index, Owner Owner), (Seal Seal, OwnerLog<TKey, TRecord> Log)> _sealed = [];

    /// <summary>A seal came, and is kept if the log is at its version now: seals come after the writes that they are of, in order.</summary>
    /// <param name="log">As this node holds it.</param>
    public void Note(Owner owner, Seal seal, OwnerLog<TKey, TRecord> log)
    {
        if (log.Version != seal.Version)
            return;
        if (_sealed.Count >= Most)
            _sealed.Clear();
        var place = (seal.Index, owner);
        if (!_sealed.TryGetValue(place, out var known) || (seal.Version, seal.Stamp).CompareTo((known.Seal.Version, known.Seal.Stamp)) > 0)
            _sealed[place] = (seal, new OwnerLog<TKey, TRecord>(log.Version, log.Live, OwnerLog<TKey, TRecord>.Empty.Cloud));
    }

    /// <summary>A bucket as it is given to another node: the own log as it is, others' as signed.</summary>
    /// <param name="passesOn">Is a log of that owner given as it is where there is no signature? Else its owner is to be asked for it.</param>
    public (TBucket Bucket, ImmutableArray<OwnerSeal> Seals) ForOthers(int index, TBucket bucket, Func<Owner, bool> passesOn)
    {
        var seals = ImmutableArray.CreateBuilder<OwnerSeal>();
        foreach (var owner in bucket.Logs.Keys)
        {
            if (owner == self)
                continue;
            if (_sealed.TryGetValue((index, owner), out var known))
            {
                bucket = bucket.With(owner, known.Log);
                seals.Add(new OwnerSeal(owner, known.Seal));
            }
            else if (!passesOn(owner))
            {
                bucket = bucket.Without(owner);
            }
        }

        return (bucket, seals.ToImmutable());
    }

    /// <summary>The owner is gone for good.</summary>
    public void Drop(Owner owner)
    {
        foreach (var place in _sealed.Keys.Where(p => p.Owner == owner).ToArray())
            _sealed.Remove(place);
    }
}
