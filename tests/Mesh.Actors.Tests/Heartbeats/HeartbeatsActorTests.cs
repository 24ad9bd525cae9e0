using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Testing;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;
using static Mesh.Heartbeats.HeartbeatProtocol;

namespace Mesh.Actors.Tests.Heartbeats;

public sealed class HeartbeatsActorTests : TestKit
{
    private readonly VirtualTime _time;
    private readonly TestProbe _registry;
    private readonly ScriptedProbe _probe = new();
    private readonly IActorRef _heartbeats;
    private bool _isJitterBroken;

    public HeartbeatsActorTests()
        : base(VirtualTime.Config)
    {
        _time = new VirtualTime(Sys);
        _registry = CreateTestProbe();
        _heartbeats = Sys.ActorOf(HeartbeatsActor.Props(_registry, Settings()), "heartbeats");
    }

    [Fact]
    public async Task Lease_expires_then_the_instance_lapses()
    {
        var child = await TrackAsync(Instance(Lease, InstanceStatus.Passing));

        await _time.AdvanceAsync(Seconds(9.9), _heartbeats, child);
        await ExpectNothingAsync(child);
        await _time.AdvanceAsync(Seconds(0.2), _heartbeats, child);
        var critical = await _registry.ExpectMsgAsync<HealthChanged>();
        await _time.AdvanceAsync(Seconds(60), _heartbeats, child);
        var lapsed = await _registry.ExpectMsgAsync<Lapsed>();

        Assert.Equal(InstanceStatus.Critical, critical.Status);
        Assert.Equal(new(Causes.LeaseExpired, Observer, "no renewal for 10 s, ttl 10 s"), critical.Evidence);
        Assert.Equal(Causes.DeregisterTime, lapsed.Evidence.Cause);
        Assert.Equal(critical.Key, lapsed.Key);
    }

    [Fact]
    public async Task Lease_that_is_renewed_says_nothing()
    {
        var instance = Instance(Lease, InstanceStatus.Passing);
        var child = await TrackAsync(instance);
        for (var i = 0; i < 5; i++)
        {
            await _time.AdvanceAsync(Seconds(9), _heartbeats, child);
            _heartbeats.Tell(new Beat(instance.Key, InstanceStatus.Passing, ""));
            await VirtualTime.SettleAsync(_heartbeats, child);
        }

        await ExpectNothingAsync(child);
    }

    [Fact]
    public async Task Node_that_was_paused_gives_clients_one_ttl_before_it_expires_leases()
    {
        var child = await TrackAsync(Instance(Lease, InstanceStatus.Passing));

        // All timers of half a minute fire at once, in whatever order: the process was frozen.
        _time.Advance(Seconds(30), step: Seconds(30));
        await VirtualTime.SettleAsync(_heartbeats, child);
        await _time.AdvanceAsync(Seconds(9.8), _heartbeats, child);
        await ExpectNothingAsync(child);
        await _time.AdvanceAsync(Seconds(0.3), _heartbeats, child);

        Assert.Contains(
            "grace", (await _registry.ExpectMsgAsync<HealthChanged>()).Evidence.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checks_begin_at_once_and_then_run_once_per_interval()
    {
        var child = await TrackAsync(Instance(Tcp));
        await (await _probe.NextAsync(child)).PassesAsync();
        Assert.Equal(InstanceStatus.Passing, (await _registry.ExpectMsgAsync<HealthChanged>()).Status);
        await VirtualTime.SettleAsync(child);

        // Jitter is a half: the second check comes after half an interval, the third a whole one later.
        await _time.AdvanceAsync(Seconds(4.9), _heartbeats, child);
        Assert.False(_probe.HasUnseen);
        await _time.AdvanceAsync(Seconds(0.1), _heartbeats, child);
        await (await _probe.NextAsync(child)).PassesAsync();
        await VirtualTime.SettleAsync(child);
        await _time.AdvanceAsync(Seconds(9.9), _heartbeats, child);
        Assert.False(_probe.HasUnseen);
        await _time.AdvanceAsync(Seconds(0.1), _heartbeats, child);

        await _probe.NextAsync(child);
        await ExpectNothingAsync(child);
    }

    [Fact]
    public async Task Check_begins_only_when_the_one_before_is_answered()
    {
        var child = await TrackAsync(Instance(Tcp));
        var first = await _probe.NextAsync(child);
        await _time.AdvanceAsync(Seconds(35), _heartbeats, child);
        Assert.False(_probe.HasUnseen);

        await first.PassesAsync();
        await _registry.ExpectMsgAsync<HealthChanged>();
        await _time.AdvanceAsync(Seconds(0.2), _heartbeats, child);

        await _probe.NextAsync(child);
    }

    [Fact]
    public async Task Failing_checks_turn_the_instance_critical_at_the_threshold()
    {
        var child = await TrackAsync(Instance(Tcp, InstanceStatus.Passing));
        for (var i = 0; i < Tcp.Fails; i++)
        {
            await ExpectNothingAsync(child);
            await (await _probe.NextAsync(child)).FailsAsync();
            await VirtualTime.SettleAsync(child);
            await _time.AdvanceAsync(Tcp.Interval, _heartbeats, child);
        }

        var told = await _registry.ExpectMsgAsync<HealthChanged>();
        Assert.Equal("3 of 3 checks failed: connection refused", told.Evidence.Detail);
    }

    [Fact]
    public async Task New_terms_end_the_running_check_and_its_result_counts_no_more()
    {
        var child = await TrackAsync(Instance(Tcp));
        var old = await _probe.NextAsync(child);
        var terms = Tcp with { Target = "127.0.0.1:9090" };

        await TrackAsync(Instance(terms));
        var next = await _probe.NextAsync(child);
        Assert.True(old.Stop.IsCancellationRequested);
        await old.PassesAsync();
        await VirtualTime.SettleAsync(child);
        await ExpectNothingAsync(child);
        await next.PassesAsync();

        Assert.Equal(terms, next.Terms);
        Assert.Equal(InstanceStatus.Passing, (await _registry.ExpectMsgAsync<HealthChanged>()).Status);
    }

    [Fact]
    public async Task Heartbeats_that_fail_begin_a_run_again_with_its_terms_and_state()
    {
        await _probe.NextAsync(await TrackAsync(Instance(Tcp, InstanceStatus.Passing)));
        var terms = Tcp with { Target = "127.0.0.1:9090", Fails = 2 };
        var child = await TrackAsync(Instance(terms, InstanceStatus.Passing));
        await (await _probe.NextAsync(child)).FailsAsync();
        await VirtualTime.SettleAsync(child);

        _probe.IsBroken = true;
        await _time.AdvanceAsync(terms.Interval, _heartbeats, child);
        Assert.False(_probe.IsBroken);
        var again = await _probe.NextAsync(child);
        await ExpectNothingAsync(child);
        await again.FailsAsync();

        Assert.Equal(terms, again.Terms);
        var told = await _registry.ExpectMsgAsync<HealthChanged>();
        Assert.Equal("2 of 2 checks failed: connection refused", told.Evidence.Detail);
    }

    [Fact]
    public async Task Heartbeats_that_fail_go_on_with_what_they_track()
    {
        var instance = Instance(Lease, InstanceStatus.Passing);
        var child = await TrackAsync(instance);
        _isJitterBroken = true;
        _heartbeats.Tell(new Track(Instance(Lease, id: "o-2")));
        await _time.AdvanceAsync(Seconds(9), _heartbeats, child);
        Assert.False(_isJitterBroken);

        _heartbeats.Tell(new Beat(instance.Key, InstanceStatus.Passing, ""));
        await _time.AdvanceAsync(Seconds(9), _heartbeats, child);
        await ExpectNothingAsync(child);
        await _time.AdvanceAsync(Seconds(1.1), _heartbeats, child);

        Assert.Equal(
            "no renewal for 10 s, ttl 10 s", (await _registry.ExpectMsgAsync<HealthChanged>()).Evidence.Detail);
    }

    [Fact]
    public async Task Instance_that_is_tracked_again_right_after_untrack_is_judged_by_its_new_terms()
    {
        var instance = Instance(Lease, InstanceStatus.Passing);
        await TrackAsync(instance);
        _heartbeats.Tell(new Untrack(instance.Key));
        _heartbeats.Tell(new Track(instance with { Health = App }));
        _heartbeats.Tell(new AppHealth(InstanceStatus.Warning, "slow"));

        var told = await _registry.ExpectMsgAsync<HealthChanged>();

        Assert.Equal(new(Causes.AppHealth, Observer, "reported warning: slow"), told.Evidence);
    }

    [Fact]
    public async Task Instance_that_is_untracked_says_nothing_more()
    {
        var instance = Instance(Lease, InstanceStatus.Passing);
        await TrackAsync(instance);

        _heartbeats.Tell(new Untrack(instance.Key));
        _heartbeats.Tell(new Untrack(instance.Key));
        await _time.AdvanceAsync(Seconds(100), _heartbeats);

        await ExpectNothingAsync(_heartbeats);
    }

    [Fact]
    public async Task Word_of_a_client_whom_nobody_judges_goes_to_the_registry()
    {
        var instance = Instance(HealthTerms.None, InstanceStatus.Passing);
        _heartbeats.Tell(new Track(instance));
        _heartbeats.Tell(new Beat(instance.Key, InstanceStatus.Warning, "disk nearly full"));

        var told = await _registry.ExpectMsgAsync<HealthChanged>();

        Assert.Equal((instance.Key, InstanceStatus.Warning), (told.Key, told.Status));
        Assert.Equal("reported warning: disk nearly full", told.Evidence.Detail);
    }

    [Fact]
    public async Task Host_health_reaches_the_instances_of_kind_App_also_those_tracked_later()
    {
        await TrackAsync(Instance(App, id: "early"));
        await TrackAsync(Instance(Lease, InstanceStatus.Passing, id: "lease"));
        _heartbeats.Tell(new AppHealth(InstanceStatus.Passing, ""));
        Assert.Equal("early", (await _registry.ExpectMsgAsync<HealthChanged>()).Key.Id.Value);

        await TrackAsync(Instance(App, id: "late"));

        Assert.Equal("late", (await _registry.ExpectMsgAsync<HealthChanged>()).Key.Id.Value);
        await ExpectNothingAsync(_heartbeats);
    }

    private async Task<IActorRef> TrackAsync(ServiceInstance instance)
    {
        _heartbeats.Tell(new Track(instance));
        await VirtualTime.SettleAsync(_heartbeats);
        return _heartbeats;
    }

    /// <summary>What was on its way to the registry has arrived once the sender answers, and there is none.</summary>
    private async Task ExpectNothingAsync(IActorRef sender)
    {
        await VirtualTime.SettleAsync(sender, _registry.Ref);
        Assert.False(_registry.HasMessages, "the registry was told something");
    }

    [Fact]
    public async Task Checks_beyond_the_first_ones_at_a_target_wait_for_their_place_in_the_interval()
    {
        for (var i = 0; i <= CheckSpread.AtOnce; i++)
            await TrackAsync(Instance(Tcp, InstanceStatus.Critical, $"o-{i}"));
        for (var i = 0; i < CheckSpread.AtOnce; i++)
            await _probe.NextAsync();
        Assert.False(_probe.HasUnseen);

        await _time.AdvanceAsync(Tcp.Interval, _heartbeats);

        await _probe.NextAsync();
    }

    private HeartbeatSettings Settings() => new()
    {
        Observer = Observer,
        Time = _time.Clock,
        Probe = _probe,
        Jitter = Jitter,
    };

    private double Jitter()
    {
        if (!_isJitterBroken)
            return 0.5;
        _isJitterBroken = false;
        throw new InvalidOperationException("the source of jitter is broken");
    }
}
