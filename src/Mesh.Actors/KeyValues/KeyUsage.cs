using KeyClaim = Mesh.Replication.Claim<Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>The bytes of the winning records, in all and by bucket.</summary>
internal sealed class KeyUsage(int buckets)
{
    private readonly long[] _ofBucket = new long[buckets];

    public long Bytes { get; private set; }

    public long BytesOf(int bucket) => _ofBucket[bucket];

    public void Changed(int bucket, KeyClaim? before, KeyClaim? after)
    {
        var more = (after?.Record.Size ?? 0) - (before?.Record.Size ?? 0);
        _ofBucket[bucket] += more;
        Bytes += more;
    }
}
