using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Which replicated key an instance is in. The hash covers service and id, so that one very large service spreads over
/// all keys and none of them outgrows a frame.
/// </summary>
internal static class BucketKeys
{
    public static int IndexOf(InstanceKey key, int buckets) =>
        (int)(StableHash.Of(key.Service.Value, key.Id.Value) % (ulong)buckets);

    public static string Name(int index, int buckets) => $"mesh/{buckets}/{index}";

    public static BucketKey Key(int index, int buckets) => new(Name(index, buckets));
}
