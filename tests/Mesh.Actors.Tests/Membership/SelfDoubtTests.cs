using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Actors.Tests.Membership;

public class SelfDoubtTests
{
    private static Owner Peer(int i) => new($"p{i}:1", i);

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    [Fact]
    public void Timely_timer_means_no_doubt()
    {
        var doubt = SelfDoubt.Start(Ms(0));
        for (var now = 250; now < 10_000; now += 250)
        {
            doubt = doubt.Tick(Ms(now + (now % 200)));
            Assert.False(doubt.IsOn(Ms(now + 200)));
        }
    }

    [Fact]
    public void Pause_is_noticed_with_the_first_message_after_it_and_lasts_until_it_has_run_well()
    {
        var doubt = SelfDoubt.Start(Ms(0)).Tick(Ms(250)).Observe(Ms(30_000));
        Assert.True(doubt.IsOn(Ms(30_000)));
        Assert.Contains("late", doubt.Why, StringComparison.Ordinal);

        doubt = doubt.Tick(Ms(30_001));
        for (var now = 30_250; now < 33_000; now += 250)
            doubt = doubt.Tick(Ms(now));

        Assert.False(doubt.IsOn(Ms(33_000)));
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 2, false)]
    [InlineData(3, 3, true)]
    [InlineData(3, 6, true)]
    [InlineData(3, 7, false)]
    [InlineData(32, 64, true)]
    public void Many_links_lost_at_once_are_held_against_oneself(int lost, int links, bool doubts)
    {
        var doubt = SelfDoubt.Start(Ms(0));
        for (var i = 0; i < lost; i++)
            doubt = doubt.Lost(Peer(i), links, Ms(i));

        Assert.Equal(doubts, doubt.IsOn(Ms(100)));
    }

    [Fact]
    public void Links_lost_one_after_the_other_are_not()
    {
        var doubt = SelfDoubt.Start(Ms(0));
        for (var i = 0; i < 5; i++)
            doubt = doubt.Lost(Peer(i), 5, Ms(i * 300));

        Assert.False(doubt.IsOn(Ms(1_500)));
    }

    [Fact]
    public void Both_links_to_one_peer_count_once()
    {
        var doubt = SelfDoubt.Start(Ms(0));
        for (var i = 0; i < 5; i++)
            doubt = doubt.Lost(Peer(1), 3, Ms(i));

        Assert.False(doubt.IsOn(Ms(10)));
    }
}
