namespace Mesh.Kademlia.Records;

/// <summary>
/// How long a copy of a record lives at a peer that read it: shorter the more peers are nearer to the key. The paper
/// halves it with each such peer, which takes the copies away before they relieve anyone.
/// </summary>
internal static class CacheLife
{
    /// <summary>The nearest peers, in multiples of k, where a copy lives its whole life.</summary>
    private const int Reach = 3;

    /// <param name="life">The longest life.</param>
    /// <param name="nearer">Peers nearer to the key than the one that keeps the copy.</param>
    public static TimeSpan Of(TimeSpan life, int k, int nearer) =>
        nearer <= Reach * k ? life : life * ((double)Reach * k / nearer);
}
