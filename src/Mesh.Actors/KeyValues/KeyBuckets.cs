namespace Mesh.KeyValues;

/// <summary>Which replicated key an entry or lease is in.</summary>
internal static class KeyBuckets
{
    /// <summary>What the name of every replicated key begins with.</summary>
    public const string Prefix = "mesh-kv/";

    public static int IndexOf(KeySlot slot, int buckets) => (int)(StableHash.Of(slot.Name.Span) % (ulong)buckets);

    public static string Name(int index, int buckets) => $"{Prefix}{buckets}/{index}";

    public static KeyBucketKey Key(int index, int buckets) => new(Name(index, buckets));
}
