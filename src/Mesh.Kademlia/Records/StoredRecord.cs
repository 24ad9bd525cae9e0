namespace Mesh.Kademlia.Records;

/// <summary>A record at a holder.</summary>
/// <param name="ExpiresAt">On the monotonic clock, fixed when it came.</param>
/// <param name="StoredAt">When it was last stored, on the monotonic clock.</param>
/// <param name="IsCopy">Kept to relieve a hot key, for a short time; not handed on.</param>
internal readonly record struct StoredRecord(KadRecord Record, TimeSpan ExpiresAt, TimeSpan StoredAt, bool IsCopy)
{
    public bool IsLive(in Moment now) => ExpiresAt > now.At && Record.NotAfter > now.Wall.ToUnixTimeMilliseconds();
}
