using Mesh.Node.Bridge.Mirror;

namespace Mesh.Doors.Tests.Bridge.Mirror;

public sealed class RenewalScheduleTests
{
    private static readonly string[] Copies = [.. Enumerable.Range(0, 1_000).Select(i => $"web/etcd/prod:/services/web/{i}")];

    [Fact]
    public void Copies_of_an_earlier_process_are_renewed_as_soon_as_they_are_seen()
    {
        var (waiting, none) = RenewalSchedule.Empty.Decide(null, TimeSpan.Zero);
        Assert.Empty(none);

        var (_, due) = waiting.Decide(Copies, TimeSpan.FromSeconds(3));

        Assert.Equal(Copies.Order(StringComparer.Ordinal), due);
    }

    [Fact]
    public void New_copies_fall_due_spread_over_half_a_period_before_their_lease_is_half_over()
    {
        var schedule = RenewalSchedule.Empty.Decide([], TimeSpan.Zero).Next;
        schedule = schedule.Decide(Copies, TimeSpan.Zero).Next;
        var most = 0;
        var total = 0;
        for (var now = TimeSpan.Zero; now <= BridgeTimes.Renewal; now += BridgeTimes.RenewalLook)
        {
            (schedule, var due) = schedule.Decide(Copies, now);
            most = Math.Max(most, due.Count);
            total += due.Count;
        }

        Assert.Equal(Copies.Length, total);
        Assert.InRange(most, 1, 2 * Copies.Length / 10);
        Assert.True(BridgeTimes.Renewal < BridgeTimes.Lease / 2);
    }

    [Fact]
    public void Copy_is_due_once_a_period_goes_with_its_copy_and_stays_while_nothing_is_seen()
    {
        var (schedule, first) = RenewalSchedule.Empty.Decide(["a", "b"], TimeSpan.Zero);
        Assert.Equal(["a", "b"], first);
        Assert.Empty(schedule.Decide(["a", "b"], BridgeTimes.Renewal - BridgeTimes.RenewalLook).Now);
        Assert.Equal(["a"], schedule.Decide(["a"], BridgeTimes.Renewal).Now);
        Assert.Equal(["a", "b"], schedule.Decide(null, BridgeTimes.Renewal).Now);
    }

    [Fact]
    public void Renewal_that_failed_is_tried_again_soon_and_those_that_waited_longest_first()
    {
        var schedule = RenewalSchedule.Empty.Decide(["a", "b"], TimeSpan.Zero).Next.Failed(["b", "gone"], TimeSpan.Zero);

        Assert.Equal(["b"], schedule.Decide(["a", "b"], BridgeTimes.RenewalRetry).Now);
        Assert.Equal(["b", "a"], schedule.Decide(["a", "b"], BridgeTimes.Renewal).Now);
    }
}
