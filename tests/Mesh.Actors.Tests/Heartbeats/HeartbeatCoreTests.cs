using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Heartbeats.Probes;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats;

public sealed class HeartbeatCoreTests
{
    private readonly HeartbeatCore _core = new(Observer, new CheckSpread(), new PauseState(Seconds(0.5), Seconds(1), TimeSpan.Zero));
    private TimeSpan _now;

    [Fact]
    public void Leases_of_many_expire_in_the_order_of_their_ends()
    {
        for (var i = 0; i < 50; i++)
            Track(Instance(Lease with { Ttl = Seconds(10 + (i * 7 % 50)) }, InstanceStatus.Passing, $"o-{i}"));

        int[] ends = [.. Advance(Seconds(61)).OfType<HeartbeatEffect.Expired>().Select(e => 10 + (int.Parse(e.Key.Id.Value[2..], null) * 7 % 50))];

        Assert.Equal(50, ends.Length);
        Assert.Equal(ends.Order(), ends);
    }

    [Fact]
    public void Wake_is_asked_for_the_first_deadline_only()
    {
        var first = Track(Instance(Lease, InstanceStatus.Passing));
        var later = Track(Instance(Lease with { Ttl = Seconds(20) }, InstanceStatus.Passing, "o-2"));
        var earlier = Track(Instance(Lease with { Ttl = Seconds(5) }, InstanceStatus.Passing, "o-3"));

        Assert.Equal([Seconds(10)], Wakes(first));
        Assert.Empty(Wakes(later));
        Assert.Equal([Seconds(5)], Wakes(earlier));
    }

    [Fact]
    public void Renewal_costs_no_wake_and_moves_the_end()
    {
        var instance = Instance(Lease, InstanceStatus.Passing);
        Track(instance);
        for (var i = 0; i < 9; i++)
        {
            Assert.Empty(Advance(Seconds(1)));
            Assert.Empty(Tell(new HeartbeatProtocol.Beat(instance.Key, InstanceStatus.Passing, "")));
        }

        Advance(Seconds(1));
        Assert.Equal([Seconds(9)], Wakes(Step(HeartbeatInput.Due.Instance)));
        Assert.Empty(Advance(Seconds(8.5)));
        Assert.Equal(InstanceStatus.Critical, Assert.Single(Told<HeartbeatProtocol.HealthChanged>(Advance(Seconds(0.5)))).Status);
    }

    [Fact]
    public void Outcome_of_a_run_that_was_ended_counts_no_more()
    {
        var run = Assert.Single(Track(Instance(Tcp)).OfType<HeartbeatEffect.Run>());
        var effects = Track(Instance(Tcp with { Target = "127.0.0.1:9090" }));

        Assert.Equal(run.Number, Assert.Single(effects.OfType<HeartbeatEffect.EndRun>()).Number);
        Assert.Equal("127.0.0.1:9090", Assert.Single(effects.OfType<HeartbeatEffect.Run>()).Terms.Target);
        Assert.Empty(Step(new HeartbeatInput.Checked(run.Check, run.Number, ProbeResult.Passing("connected"))));
    }

    [Fact]
    public void Untracked_instance_ends_its_run_and_is_waited_for_no_more()
    {
        var instance = Instance(Tcp);
        var run = Assert.Single(Track(instance).OfType<HeartbeatEffect.Run>());

        var effects = Tell(new HeartbeatProtocol.Untrack(instance.Key));

        Assert.Equal<HeartbeatEffect>([new HeartbeatEffect.EndRun(run.Number), new HeartbeatEffect.Forget(instance.Key)], effects.AsEnumerable());
        Assert.Equal(0, _core.Count);
        Assert.Empty(Advance(Seconds(200)).Where(e => e is not HeartbeatEffect.Wake));
    }

    [Fact]
    public void Shell_that_begins_anew_gets_the_runs_that_were_under_way_and_its_wake()
    {
        Track(Instance(Lease, InstanceStatus.Passing, "lease"));
        var answered = Assert.Single(Track(Instance(Tcp, id: "answered")).OfType<HeartbeatEffect.Run>());
        Track(Instance(Tcp, id: "open"));
        Step(new HeartbeatInput.Checked(answered.Check, answered.Number, ProbeResult.Passing("connected")));

        var effects = Step(HeartbeatInput.Started.Instance);

        Assert.Equal("open", Assert.Single(effects.OfType<HeartbeatEffect.Run>()).Check.Instance.Key.Id.Value);
        Assert.Single(Wakes(effects));
    }

    [Fact]
    public void Deadlines_of_instances_that_are_registered_over_and_over_are_bounded()
    {
        var deadlines = new CheckDeadlines();
        var check = new TrackedCheck(
            new TrackedInstance(Instance(Tcp).Key, 0), "", HealthState.Begin(Tcp, InstanceStatus.Passing, Observer, new Moment(TimeSpan.Zero, default)));

        for (var i = 0; i < 100_000; i++)
            deadlines.Schedule(check, Seconds(3_600 + i));

        Assert.InRange(deadlines.Count, 1, 1_030);
        Assert.False(deadlines.TryTake(Seconds(103_598), out _, out _));
        Assert.True(deadlines.TryTake(Seconds(103_599), out var taken, out var isRun));
        Assert.Equal((check, true), (taken, isRun));
        Assert.Null(deadlines.Next);
    }

    private static IEnumerable<T> Told<T>(ImmutableArray<HeartbeatEffect> effects) =>
        effects.OfType<HeartbeatEffect.Tell>().Select(t => t.Message).OfType<T>();

    private static IEnumerable<TimeSpan> Wakes(ImmutableArray<HeartbeatEffect> effects) =>
        effects.OfType<HeartbeatEffect.Wake>().Select(w => w.After);

    private ImmutableArray<HeartbeatEffect> Track(ServiceInstance instance) => Tell(new HeartbeatProtocol.Track(instance));

    private ImmutableArray<HeartbeatEffect> Tell(HeartbeatProtocol.IMessage message) => Step(new HeartbeatInput.Told(message, 0.5));

    private ImmutableArray<HeartbeatEffect> Step(HeartbeatInput input) =>
        _core.Step(input, new Moment(_now, DateTimeOffset.UnixEpoch + _now));

    /// <summary>Time goes on, and the node does not stand still meanwhile.</summary>
    private ImmutableArray<HeartbeatEffect> Advance(TimeSpan time)
    {
        var effects = ImmutableArray.CreateBuilder<HeartbeatEffect>();
        for (var end = _now + time; _now < end;)
        {
            _now += Seconds(0.5);
            effects.AddRange(Step(new HeartbeatInput.Pulse(IsClosed: false)));
        }

        return effects.ToImmutable();
    }
}
