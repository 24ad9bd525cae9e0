using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>What of the replicated state outlives a restart of its actor: the buckets, orphans and members of one incarnation.</summary>
internal sealed class ClaimState<TBucket, TKey, TRecord>
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class, ITombstoned<TKey, TRecord>
{
    private ClaimState(Owner self, TBucket empty, int buckets, ImmutableArray<TRecord> inherited)
        : this(self, new TBucket[buckets], inherited)
    {
        Array.Fill(Buckets, empty);
    }

    private ClaimState(Owner self, TBucket[] buckets, ImmutableArray<TRecord> inherited)
    {
        Self = self;
        Buckets = buckets;
        Inherited = inherited;
        Members[self] = Standing.Confirmed;
    }

    public Owner Self { get; }

    public TBucket[] Buckets { get; }

    /// <summary>
    /// The node has a disk, and a life before this process: members of that time that it knows nothing of may come back with what they had
    /// stored.
    /// </summary>
    public bool HasPast { get; private init; }

    public Dictionary<TKey, Orphan<TRecord>> Orphans { get; } = [];

    /// <summary>What the incarnation before this one owned; this one asserts it again, under the claims that it had.</summary>
    public ImmutableArray<TRecord> Inherited { get; }

    /// <summary>
    /// What the incarnation before this one had seen deleted by others. They may come back later than this one meets who has not heard
    /// of it.
    /// </summary>
    public ImmutableArray<Claim<TRecord>> SeenDeleted { get; private init; } = [];

    public Dictionary<Owner, Standing> Members { get; } = [];

    /// <summary>Owners that are gone for good: what still comes of their logs, from whoever has not heard of it, is passed over.</summary>
    public HashSet<Owner> Gone { get; } = [];

    /// <summary>This incarnation has seen every bucket that the others hold.</summary>
    public bool IsWarm { get; set; }

    /// <summary>A state that begins with what the buckets hold.</summary>
    public static ClaimState<TBucket, TKey, TRecord> Of(Owner self, TBucket[] buckets) => new(self, buckets, []);

    /// <summary>That of the same incarnation goes on; another begins with empty buckets and with what the old one owned.</summary>
    /// <param name="remembered">With what the first incarnation of a process begins.</param>
    /// <param name="hasPast">See <see cref="HasPast"/>.</param>
    public static ClaimState<TBucket, TKey, TRecord> Of(
        Owner self,
        TBucket empty,
        int buckets,
        ClaimState<TBucket, TKey, TRecord>? before,
        ImmutableArray<TRecord> remembered = default,
        bool hasPast = false)
    {
        if (before is null)
            return new ClaimState<TBucket, TKey, TRecord>(self, empty, buckets, remembered.IsDefault ? [] : remembered) { HasPast = hasPast };
        if (before.Self == self && before.Buckets.Length == buckets)
            return before;
        var owned = before.Buckets.SelectMany(b => b.LogOf(before.Self).Live.Values);
        return new ClaimState<TBucket, TKey, TRecord>(
            self, empty, buckets, [.. owned, .. before.Orphans.Values.Select(o => o.Claim.Record)])
        {
            HasPast = before.HasPast,
            SeenDeleted =
            [
                .. before.Buckets.SelectMany(b => b.Logs).Where(l => l.Key != before.Self)
                    .SelectMany(l => l.Value.Live.Values.Where(r => r.Deleted).Select(r => new Claim<TRecord>(r, l.Key))),
            ],
        };
    }
}
