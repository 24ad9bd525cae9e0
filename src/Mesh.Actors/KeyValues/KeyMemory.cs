using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>What of the replicated state outlives a restart of the actor: the buckets, orphans and members of one incarnation.</summary>
internal sealed class KeyMemory
{
    private KeyMemory(Owner self, int buckets, ImmutableArray<KeyRecord> book)
    {
        Self = self;
        Buckets = new KeyBucket[buckets];
        Array.Fill(Buckets, KeyBucket.Empty);
        Book = book;
        Members[self] = Standing.Confirmed;
    }

    public Owner Self { get; }

    public KeyBucket[] Buckets { get; }

    public Dictionary<KeySlot, KeyOrphan> Orphans { get; } = [];

    /// <summary>What the incarnation before this one owned; this one asserts it again, under the claims that it had.</summary>
    public ImmutableArray<KeyRecord> Book { get; }

    public Dictionary<Owner, Standing> Members { get; } = [];

    /// <summary>This incarnation has seen every bucket that the others hold.</summary>
    public bool IsWarm { get; set; }

    /// <summary>That of the same incarnation goes on; another begins with empty buckets and with what the old one owned.</summary>
    public static KeyMemory Of(Owner self, int buckets, KeyMemory? before)
    {
        if (before is null)
            return new KeyMemory(self, buckets, []);
        if (before.Self == self && before.Buckets.Length == buckets)
            return before;
        return new KeyMemory(
            self,
            buckets,
            [.. before.Buckets.SelectMany(b => b.LogOf(before.Self).Live.Values), .. before.Orphans.Values.Select(o => o.Claim.Record)]);
    }
}
