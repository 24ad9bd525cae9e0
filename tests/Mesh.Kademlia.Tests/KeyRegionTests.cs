using Mesh.Kademlia.Routing;
using Mesh.Kademlia.Simulator.Overlay;

namespace Mesh.Kademlia.Tests;

/// <summary>Peers that have placed themselves around a key are told from those that are there by chance.</summary>
public sealed class KeyRegionTests
{
    private const int K = 20;

    private static readonly KadSettings Settings = KadSettings.Default;

    [Theory]
    [InlineData(64)]
    [InlineData(3_000)]
    public void Honest_neighbourhood_is_hardly_ever_suspected(int count)
    {
        var random = new KadRandom(1);
        var peers = Population.Random(count, ref random);
        var suspected = Enumerable.Range(0, 3_000).Count(_ => IsPacked(peers, NodeId.Random(ref random), random.Below(count)));
        Assert.InRange(suspected, 0, 30);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(3_000)]
    public void Twenty_that_are_nearer_than_all_others_are_always_suspected_even_by_their_neighbours(int honest)
    {
        var random = new KadRandom(2);
        var key = NodeId.Random(ref random);
        var sybils = Enumerable.Range(0, K).Select(i => key.WithSuffix((int)Math.Log2(honest) + 6, NodeId.Zero.Flip(255 - i)));
        var peers = Population.Of([.. sybils, .. RoutingTableTests.Ids(honest, ref random)]);
        for (var place = 0; place < peers.Count; place++)
        {
            if (peers[place].Id.CommonPrefix(key) < (int)Math.Log2(honest) + 6)
                Assert.True(IsPacked(peers, key, place), $"{peers[place].Id} shares {peers[place].Id.CommonPrefix(key)} bits");
        }
    }

    [Fact]
    public void Overlay_of_fewer_than_k_peers_is_never_suspected()
    {
        var random = new KadRandom(3);
        var peers = Population.Random(K, ref random);
        for (var i = 0; i < 500; i++)
            Assert.False(IsPacked(peers, NodeId.Random(ref random), random.Below(K), of: K - 1));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(3_000)]
    public void Region_holds_the_peers_around_the_key_and_its_points_are_in_all_parts_of_it(int count)
    {
        var random = new KadRandom(4);
        var peers = Population.Random(count, ref random);
        var answers = new HonestAnswers(peers, K, 5);
        var sizes = 0.0;
        for (var i = 0; i < 300; i++)
        {
            var (key, place) = (NodeId.Random(ref random), random.Below(count));
            var bits = KeyRegion.SharedBits([], answers.TableOf(place), peers[place].Id, K);
            var (from, to) = peers.Subtree(key, bits);
            sizes += to - from;
            var points = KeyRegion.Points(key, bits, ref random);
            Assert.Equal(Enumerable.Range(bits, points.Length), points.Select(p => p.CommonPrefix(key)));
        }

        // Between k and twice k, a quarter more or less by the error of the estimate.
        Assert.InRange(sizes / 300, 0.9 * K, 2.2 * K);
    }

    private static bool IsPacked(Population peers, NodeId key, int place, int of = K)
    {
        var nearest = new Contact[of];
        peers.NearestAll(key, nearest);
        return KeyRegion.IsPacked(key, nearest, new HonestAnswers(peers, K, 5).TableOf(place), peers[place].Id, Settings);
    }
}
