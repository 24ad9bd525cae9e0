namespace Mesh.Kademlia.Records;

/// <summary>
/// How long a copy of a record lives at a peer that read it: the base divided by how many times k peers are nearer to
/// the key. The paper halves it with each such peer, which takes the copies away before they relieve anyone.
/// </summary>
public static class CacheLife
{
    /// <param name="nearer">Peers nearer to the key than the one that keeps the copy.</param>
    public static TimeSpan Of(TimeSpan life, int k, int nearer) => nearer <= k ? life : life * ((double)k / nearer);
}
