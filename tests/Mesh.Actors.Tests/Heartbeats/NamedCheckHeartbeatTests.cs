using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Testing;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;
using static Mesh.Heartbeats.HeartbeatProtocol;

namespace Mesh.Actors.Tests.Heartbeats;

/// <summary>One actor runs all checks of its instance, in virtual time.</summary>
public sealed class NamedCheckHeartbeatTests : TestKit
{
    private readonly VirtualTime _time;
    private readonly TestProbe _registry;
    private readonly ScriptedProbe _probe = new();
    private readonly CheckReports _reports = new();
    private readonly IActorRef _heartbeats;

    public NamedCheckHeartbeatTests()
        : base(VirtualTime.Config)
    {
        _time = new VirtualTime(Sys);
        _registry = CreateTestProbe();
        _heartbeats = Sys.ActorOf(
            HeartbeatsActor.Props(_registry, new HeartbeatSettings
            {
                Observer = Observer,
                Time = _time.Clock,
                Probe = _probe,
                Jitter = () => 0.5,
                Reports = _reports,
            }),
            "heartbeats");
    }

    [Fact]
    public async Task Each_check_is_told_and_reported_by_its_name()
    {
        var instance = With(Ttl("lease", InstanceStatus.Passing), Active("tcp", InstanceStatus.Passing));
        var child = await TrackAsync(instance);
        await (await _probe.NextAsync(child)).FailsAsync();
        await VirtualTime.SettleAsync(child);
        Assert.False(_registry.HasMessages);
        Assert.Equal("connection refused", _reports.Find(instance.Key, "tcp")!.Output);

        await _time.AdvanceAsync(Seconds(10.1), _heartbeats, child);
        var expired = await _registry.ExpectMsgAsync<CheckChanged>();

        Assert.Equal(("lease", InstanceStatus.Critical, Causes.LeaseExpired), (expired.CheckId, expired.Status, expired.Evidence.Cause));
        Assert.StartsWith("TTL expired", _reports.Find(instance.Key, "lease")!.Output, StringComparison.Ordinal);
        Assert.Equal(VirtualTime.Start + Seconds(10), _reports.Find(instance.Key, "lease")!.Since);
    }

    [Fact]
    public async Task Update_restarts_the_clock_of_its_check_and_tells_nothing()
    {
        var instance = With(Ttl("a", InstanceStatus.Passing), Ttl("b", InstanceStatus.Passing));
        var child = await TrackAsync(instance);
        await _time.AdvanceAsync(Seconds(9), _heartbeats, child);
        _heartbeats.Tell(new UpdateCheck(instance.Key, "a", InstanceStatus.Warning, "slow"));
        await VirtualTime.SettleAsync(_heartbeats, child);
        await _time.AdvanceAsync(Seconds(2), _heartbeats, child);

        Assert.Equal("b", (await _registry.ExpectMsgAsync<CheckChanged>()).CheckId);
        await ExpectNothingAsync(child);
        _reports.Put(instance.Key, "a", InstanceStatus.Warning, "slow", _time.Clock.GetUtcNow());
        await _time.AdvanceAsync(Seconds(9), _heartbeats, child);
        Assert.Equal("a", (await _registry.ExpectMsgAsync<CheckChanged>()).CheckId);
        Assert.EndsWith("last output before: slow", _reports.Find(instance.Key, "a")!.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Critical_check_ends_the_instance_after_its_own_time_only()
    {
        var child = await TrackAsync(With(
            Ttl("never", InstanceStatus.Critical) with { Terms = Lease with { DeregisterAfter = TimeSpan.Zero } },
            Ttl("soon", InstanceStatus.Critical)));

        await _time.AdvanceAsync(Seconds(59), _heartbeats, child);
        await ExpectNothingAsync(child);
        await _time.AdvanceAsync(Seconds(2), _heartbeats, child);

        Assert.Equal(Causes.DeregisterTime, (await _registry.ExpectMsgAsync<Lapsed>()).Evidence.Cause);
    }

    [Fact]
    public async Task Order_that_is_no_sign_of_life_leaves_the_clocks_running()
    {
        var instance = With(Ttl("a", InstanceStatus.Passing));
        var child = await TrackAsync(instance);
        await _time.AdvanceAsync(Seconds(9), _heartbeats, child);
        var more = instance with { Checks = [.. instance.Checks, new NamedCheck { Id = "m", Status = InstanceStatus.Critical }] };
        _heartbeats.Tell(new Track(more) { IsSignOfLife = false });
        await VirtualTime.SettleAsync(_heartbeats, child);
        await _time.AdvanceAsync(Seconds(1.1), _heartbeats, child);

        Assert.Equal("a", (await _registry.ExpectMsgAsync<CheckChanged>()).CheckId);
    }

    [Fact]
    public async Task Check_that_is_taken_away_ends_and_is_forgotten()
    {
        var instance = With(Active("x", InstanceStatus.Passing), Ttl("y", InstanceStatus.Passing));
        var child = await TrackAsync(instance);
        var running = await _probe.NextAsync(child);
        _reports.Put(instance.Key, "y", InstanceStatus.Passing, "here", VirtualTime.Start);
        _reports.Put(instance.Key, "x", InstanceStatus.Passing, "here", VirtualTime.Start);
        _heartbeats.Tell(new Track(instance with { Checks = [instance.Checks[1]] }));
        await VirtualTime.SettleAsync(_heartbeats, child);

        Assert.True(running.Stop.IsCancellationRequested);
        Assert.Null(_reports.Find(instance.Key, "x"));
        Assert.NotNull(_reports.Find(instance.Key, "y"));
    }

    [Fact]
    public async Task Reports_go_with_the_instance()
    {
        var instance = With(Ttl("a", InstanceStatus.Passing));
        var child = await TrackAsync(instance);
        _reports.Put(instance.Key, "a", InstanceStatus.Passing, "here", VirtualTime.Start);
        _heartbeats.Tell(new Untrack(instance.Key));
        await VirtualTime.SettleAsync(child);
        Assert.Null(_reports.Find(instance.Key, "a"));
    }

    [Fact]
    public async Task Few_failures_warn_and_more_are_critical()
    {
        var terms = Tcp with { WarnFails = 1, Fails = 2 };
        var child = await TrackAsync(With(Active("x", InstanceStatus.Passing) with { Terms = terms }));

        await (await _probe.NextAsync(child)).FailsAsync();
        Assert.Equal(InstanceStatus.Warning, (await _registry.ExpectMsgAsync<CheckChanged>()).Status);
        await VirtualTime.SettleAsync(child);
        await _time.AdvanceAsync(Seconds(10), _heartbeats, child);
        await (await _probe.NextAsync(child)).FailsAsync();

        Assert.Equal(InstanceStatus.Critical, (await _registry.ExpectMsgAsync<CheckChanged>()).Status);
    }

    [Fact]
    public void Output_is_cut_to_its_bound()
    {
        var instance = With(Ttl("a", InstanceStatus.Passing));

        _reports.Put(instance.Key, "a", InstanceStatus.Passing, new string('x', CheckReport.MaxOutput - 1) + "😀", VirtualTime.Start);

        Assert.Equal(CheckReport.MaxOutput - 1, _reports.Find(instance.Key, "a")!.Output.Length);
    }

    private static ServiceInstance With(params NamedCheck[] checks) =>
        Instance(HealthTerms.None, InstanceStatus.Passing) with { Checks = [.. checks] };

    private static NamedCheck Ttl(string id, InstanceStatus status) => new() { Id = id, Terms = Lease, Status = status };

    private static NamedCheck Active(string id, InstanceStatus status) => new() { Id = id, Terms = Tcp, Status = status };

    private async Task<IActorRef> TrackAsync(ServiceInstance instance)
    {
        _heartbeats.Tell(new Track(instance));
        await VirtualTime.SettleAsync(_heartbeats);
        return _heartbeats;
    }

    private async Task ExpectNothingAsync(IActorRef sender)
    {
        await VirtualTime.SettleAsync(sender, _registry.Ref);
        Assert.False(_registry.HasMessages, "the registry was told something");
    }
}
