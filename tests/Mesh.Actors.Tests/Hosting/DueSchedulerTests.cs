using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Mesh.Hosting;
using Mesh.Testing;

namespace Mesh.Actors.Tests.Hosting;

public sealed class DueSchedulerTests : IDisposable
{
    private static readonly TimeSpan Far = TimeSpan.FromHours(1);

    private readonly DueScheduler _scheduler = new(ConfigurationFactory.Empty, NoLogger.Instance);

    private IActionScheduler Actions => ((IScheduler)_scheduler).Advanced;

    public void Dispose() => _scheduler.Dispose();

    [Fact]
    public async Task Actions_of_one_delay_run_as_they_came()
    {
        var ran = new List<int>();
        var all = new TaskCompletionSource();

        for (var i = 0; i < 200; i++)
        {
            var number = i;
            Actions.ScheduleOnce(TimeSpan.FromMilliseconds(20), () => ran.Add(number));
        }

        Actions.ScheduleOnce(TimeSpan.FromMilliseconds(20), all.SetResult);

        await all.Task.WaitAsync(Patience.Limit);
        Assert.Equal(Enumerable.Range(0, 200), ran);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(35)]
    public async Task Action_is_never_early(int milliseconds)
    {
        var delay = TimeSpan.FromMilliseconds(milliseconds);
        for (var i = 0; i < 5; i++)
        {
            var ran = new TaskCompletionSource<TimeSpan>();
            var from = _scheduler.HighResMonotonicClock;

            Actions.ScheduleOnce(delay, () => ran.SetResult(_scheduler.HighResMonotonicClock));

            var took = await ran.Task.WaitAsync(Patience.Limit) - from;
            Assert.True(took >= delay, $"{took} < {delay}");
        }
    }

    [Fact]
    public async Task What_is_sooner_than_what_waits_does_not_wait_for_it()
    {
        var ran = new TaskCompletionSource();
        Actions.ScheduleOnce(Far, () => { });

        Actions.ScheduleOnce(TimeSpan.FromMilliseconds(5), ran.SetResult);

        await ran.Task.WaitAsync(Patience.Limit);
        Assert.Equal(1, _scheduler.Count);
    }

    [Fact]
    public async Task Repeated_action_runs_until_it_is_cancelled()
    {
        var (count, third, after) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        using var cancelable = new Cancelable(Actions);

        Actions.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(5), () =>
        {
            if (++count != 3)
                return;
            cancelable.Cancel();
            third.SetResult();
        }, cancelable);

        await third.Task.WaitAsync(Patience.Limit);
        Actions.ScheduleOnce(TimeSpan.FromMilliseconds(50), after.SetResult);
        await after.Task.WaitAsync(Patience.Limit);
        Assert.Equal(3, count);
        Assert.Equal(0, _scheduler.Count);
    }

    [Fact]
    public async Task Action_that_fails_is_not_repeated_and_the_others_go_on()
    {
        var (failed, ran) = (0, new TaskCompletionSource());
        Actions.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), () =>
        {
            failed++;
            throw new InvalidOperationException("on purpose");
        });

        Actions.ScheduleOnce(TimeSpan.FromMilliseconds(40), ran.SetResult);

        await ran.Task.WaitAsync(Patience.Limit);
        Assert.Equal(1, failed);
    }

    [Fact]
    public void What_is_outstanding_runs_when_the_system_ends_and_nothing_is_taken_later()
    {
        var ran = new List<string>();
        using var cancelled = new Cancelable(Actions);
        Actions.ScheduleOnce(Far * 2, () => ran.Add("second"));
        Actions.ScheduleOnce(Far, () => ran.Add("first"));
        Actions.ScheduleOnce(Far, () => ran.Add("cancelled"), cancelled);
        cancelled.Cancel();

        _scheduler.Dispose();

        Assert.Equal(["first", "second"], ran);
        Assert.Throws<SchedulerException>(() => Actions.ScheduleOnce(TimeSpan.Zero, () => { }));
    }

    [Fact]
    public void Cancelled_actions_do_not_pile_up_until_they_would_be_due()
    {
        for (var i = 0; i < 10_000; i++)
        {
            using var cancelable = new Cancelable(Actions);
            Actions.ScheduleOnce(Far, () => { }, cancelable);
            cancelable.Cancel();
        }

        Assert.InRange(_scheduler.Count, 0, 1_100);
    }

    [Fact]
    public async Task Node_has_this_scheduler_and_a_delay_of_years_is_one()
    {
        var config = ConfigurationFactory.ParseString("akka.actor.provider = local").WithFallback(MeshHocon.Reference);
        using var system = ActorSystem.Create("due", config);

        var scheduler = Assert.IsType<DueScheduler>(system.Scheduler);
        system.Scheduler.Advanced.ScheduleOnce(TimeSpan.MaxValue, () => { });
        var ran = new TaskCompletionSource();
        system.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(5), ran.SetResult);

        await ran.Task.WaitAsync(Patience.Limit);
        Assert.True(scheduler.Count > 0);
        await system.Terminate().WaitAsync(Patience.Limit);
    }
}
