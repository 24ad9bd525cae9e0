using Mesh.Catalog;
using Mesh.Heartbeats;

namespace Mesh.Actors.Tests.Heartbeats;

public sealed class CheckSpreadTests
{
    private readonly CheckSpread _spread = new();

    [Fact]
    public void Many_checks_at_one_target_are_even_over_their_interval_whatever_their_jitter()
    {
        var random = new Random(7);

        var places = Enumerable.Range(0, 2_000).Select(i => _spread.Enter(Http($"http://One:80/{i}"), random.NextDouble())).ToArray();

        var parts = places.GroupBy(p => (int)(p.Part * 20)).Select(g => g.Count()).ToArray();
        Assert.Equal(20, parts.Length);
        Assert.All(parts, n => Assert.InRange(n, 97, 103));
        Assert.Equal(CheckSpread.AtOnce, places.Count(p => p.IsPrompt));
    }

    [Fact]
    public void Targets_do_not_delay_one_another()
    {
        foreach (var port in Enumerable.Range(1, 100))
            Assert.True(_spread.Enter(Http($"http://one:{port}/"), 0.5).IsPrompt);
    }

    [Fact]
    public void Place_that_is_left_is_had_by_another()
    {
        var places = Enumerable.Range(0, CheckSpread.AtOnce).Select(_ => _spread.Enter(Tcp, 0.5)).ToArray();
        Assert.False(_spread.Enter(Tcp, 0.5).IsPrompt);

        _spread.Leave(places[0]);
        _spread.Leave(places[1]);

        Assert.True(_spread.Enter(Tcp, 0.5).IsPrompt);
    }

    private static readonly HealthTerms Tcp = new() { Kind = HealthKind.Tcp, Target = "one:80", Interval = TimeSpan.FromSeconds(10) };

    private static HealthTerms Http(string url) => Tcp with { Kind = HealthKind.Http, Target = url };
}
