using Mesh.Kademlia.Routing;
using Mesh.Kademlia.Simulator.Overlay;

namespace Mesh.Kademlia.Tests;

/// <summary>How many peers are near a point, told from one table, against the truth.</summary>
public sealed class DensityTests
{
    private const int K = 20;

    [Theory]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public void Estimate_is_right_on_average(int count)
    {
        var random = new KadRandom(3);
        var peers = Population.Random(count, ref random);
        var answers = new HonestAnswers(peers, K, 5);
        // A quarter of the space: a quarter of the peers, wherever the point is.
        var quarter = new NodeId(1UL << 62, 0, 0, 0);
        var sum = 0.0;
        const int Estimates = 400;
        for (var i = 0; i < Estimates; i++)
        {
            var place = random.Below(count);
            sum += Density.PeersWithin(quarter, answers.TableOf(place), peers[place].Id, K);
        }

        Assert.InRange(sum / Estimates, 0.9 * count / 4, 1.1 * count / 4);
    }

    [Fact]
    public void Estimate_of_an_overlay_that_is_known_whole_is_its_size()
    {
        var random = new KadRandom(3);
        var peers = Population.Random(8, ref random);
        var answers = new HonestAnswers(peers, K, 5);
        Assert.Equal(7, Density.PeersWithin(NodeId.Max, answers.TableOf(0), peers[0].Id, K));
    }
}
