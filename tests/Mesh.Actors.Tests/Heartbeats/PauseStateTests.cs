using CsCheck;
using Mesh.Heartbeats;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats;

public sealed class PauseStateTests
{
    private static readonly PauseState Fresh = new(Seconds(0.5), Seconds(1), TimeSpan.Zero);

    [Fact]
    public void Node_that_nobody_can_reach_stands_still_until_it_is_open() =>
        Assert.Equal(Seconds(2), Fresh.OnPulse(Seconds(1), isClosed: true).OnPulse(Seconds(2), isClosed: true).OnPulse(Seconds(3)).LastPause(Seconds(3)));

    [Fact]
    public void Pulse_within_the_bound_is_no_pause() =>
        Assert.Null(Fresh.OnPulse(Seconds(1.5)).OnPulse(Seconds(3)).LastPause(Seconds(4.5)));

    [Fact]
    public void Late_pulse_is_a_pause_that_ends_with_it()
    {
        var state = Fresh.OnPulse(Seconds(30)).OnPulse(Seconds(30.5));
        Assert.Equal(Seconds(30), state.LastPause(Seconds(31)));
    }

    [Fact]
    public void Pause_is_known_before_the_late_pulse_comes() =>
        Assert.Equal(Seconds(30), Fresh.LastPause(Seconds(30)));

    [Fact]
    public void Pause_is_found_exactly_where_two_pulses_are_too_far_apart() =>
        Gen.Int[1, 3_000].Array[1, 20].Sample(gaps =>
        {
            var state = Fresh;
            var now = TimeSpan.Zero;
            TimeSpan? expected = null;
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromMilliseconds(gap);
                expected = gap > 1_500 ? now : expected;
                state = state.OnPulse(now);
            }

            return state.LastPause(now) == expected;
        });
}
