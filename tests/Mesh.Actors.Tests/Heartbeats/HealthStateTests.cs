using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Heartbeats.Probes;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats;

public sealed class HealthStateTests
{
    private static readonly ProbeResult Good = ProbeResult.Passing("connected to 127.0.0.1:8080");
    private static readonly ProbeResult Remark = ProbeResult.Warning("HTTP 429");
    private static readonly ProbeResult Bad = ProbeResult.Critical("connection refused 127.0.0.1:8080");

    [Fact]
    public void Starting_instance_passes_with_its_first_good_check()
    {
        var (state, told) = Begin(Tcp).OnProbe(Good, Seconds(1));

        Assert.Equal(InstanceStatus.Passing, state.Status);
        Assert.Equal(
            new(
                InstanceStatus.Starting,
                InstanceStatus.Passing,
                new(Causes.HealthCheck, Observer, "1 of 1 check passed: connected to 127.0.0.1:8080")),
            told);
    }

    [Fact]
    public void Starting_instance_stays_so_until_the_checks_have_failed_often_enough()
    {
        var state = Begin(Tcp);
        for (var failures = 1; failures < Tcp.Fails; failures++)
        {
            (state, var none) = state.OnProbe(Bad, Seconds(failures));
            Assert.Null(none);
            Assert.Equal(InstanceStatus.Starting, state.Status);
        }

        (state, var told) = state.OnProbe(Bad, Seconds(9));

        Assert.Equal(InstanceStatus.Critical, state.Status);
        Assert.Equal("3 of 3 checks failed: connection refused 127.0.0.1:8080", told?.Evidence.Detail);
    }

    [Fact]
    public void Good_check_between_bad_ones_starts_the_count_anew()
    {
        var state = After(Begin(Tcp, InstanceStatus.Passing), Bad, Bad, Good, Bad, Bad);
        Assert.Equal(InstanceStatus.Passing, state.Status);
        Assert.Equal(InstanceStatus.Critical, After(state, Bad).Status);
    }

    [Fact]
    public void Record_that_comes_critical_stays_so_until_enough_checks_have_passed()
    {
        var state = After(Begin(Tcp, InstanceStatus.Critical), Good);
        Assert.Equal(InstanceStatus.Critical, state.Status);

        var (next, told) = state.OnProbe(Good, Seconds(2));

        Assert.Equal(InstanceStatus.Passing, next.Status);
        Assert.Equal("2 of 2 checks passed: connected to 127.0.0.1:8080", told?.Evidence.Detail);
    }

    [Fact]
    public void Warning_counts_as_good_and_shows_at_once()
    {
        var state = After(Begin(Tcp, InstanceStatus.Passing), Bad, Bad, Remark);
        Assert.Equal(InstanceStatus.Warning, state.Status);
        Assert.Equal(InstanceStatus.Passing, After(state, Good).Status);
        Assert.Equal(InstanceStatus.Warning, After(Begin(Tcp, InstanceStatus.Critical), Good, Remark).Status);
    }

    [Fact]
    public void Lease_that_is_not_renewed_turns_critical_with_the_figures()
    {
        var state = Begin(Lease, InstanceStatus.Passing);
        Assert.Equal(Seconds(10), state.NextDeadline);
        Assert.Null(state.OnTick(Seconds(9.9)).Told);

        var (next, told) = state.OnTick(Seconds(10.3));

        Assert.Equal(InstanceStatus.Critical, next.Status);
        Assert.Equal(new Evidence(Causes.LeaseExpired, Observer, "no renewal for 10.3 s, ttl 10 s"), told?.Evidence);
        Assert.Equal(Seconds(70.3), next.NextDeadline);
    }

    [Fact]
    public void Renewal_restarts_the_lease_and_brings_a_critical_instance_back()
    {
        var state = Begin(Lease, InstanceStatus.Passing).OnBeat(InstanceStatus.Passing, "", Seconds(8)).Next;
        Assert.Null(state.OnTick(Seconds(17)).Told);
        state = state.OnTick(Seconds(18)).Next;
        Assert.Equal(InstanceStatus.Critical, state.Status);

        (state, var told) = state.OnBeat(InstanceStatus.Warning, "disk nearly full", Seconds(20));

        Assert.Equal(InstanceStatus.Warning, state.Status);
        Assert.Equal(
            new Evidence(Causes.LeaseRenewed, Observer, "reported warning: disk nearly full"), told?.Evidence);
        Assert.Equal(Seconds(30), state.NextDeadline);
    }

    [Fact]
    public void Critical_instance_lapses_once_when_its_deregister_time_is_over()
    {
        var state = Begin(Lease, InstanceStatus.Passing).OnTick(Seconds(10)).Next;
        Assert.Null(state.OnTick(Seconds(69)).Told);

        (state, var told) = state.OnTick(Seconds(70));

        Assert.True(told?.Lapsed);
        Assert.Equal(
            new Evidence(Causes.DeregisterTime, Observer, "critical for 60 s, deregister time 60 s"), told?.Evidence);
        Assert.Null(state.NextDeadline);
        Assert.Null(state.OnTick(Seconds(500)).Told);
    }

    [Fact]
    public void Deregister_time_begins_anew_with_each_recovery()
    {
        var state = Begin(Lease, InstanceStatus.Passing).OnTick(Seconds(10)).Next;
        state = state.OnBeat(InstanceStatus.Passing, "", Seconds(60)).Next;
        state = state.OnTick(Seconds(70)).Next;

        Assert.Equal(InstanceStatus.Critical, state.Status);
        Assert.Equal(Seconds(130), state.NextDeadline);
    }

    [Fact]
    public void Draining_is_undone_by_no_check_no_renewal_and_no_lapse_of_the_lease()
    {
        var checks = Begin(Tcp, InstanceStatus.Draining);
        Assert.Equal(InstanceStatus.Draining, After(checks, Good, Bad, Bad, Bad, Good, Good).Status);

        var (state, told) = Begin(Lease, InstanceStatus.Draining).OnBeat(InstanceStatus.Passing, "", Seconds(5));
        Assert.Null(told);
        (state, told) = state.OnTick(Seconds(15));
        Assert.Null(told);
        Assert.Equal(InstanceStatus.Draining, state.Status);
    }

    [Fact]
    public void Instance_that_dies_while_draining_is_removed_after_its_deregister_time()
    {
        var state = Begin(Lease, InstanceStatus.Draining).OnTick(Seconds(10)).Next;
        Assert.Equal(Seconds(70), state.NextDeadline);
        Assert.True(state.OnTick(Seconds(70)).Told?.Lapsed);
    }

    [Fact]
    public void Client_that_says_it_leaves_is_draining_and_a_record_that_says_otherwise_ends_it()
    {
        var (state, told) = Begin(Lease, InstanceStatus.Passing).OnBeat(InstanceStatus.Draining, "bye", Seconds(1));
        Assert.Equal(new Evidence(Causes.DrainStarted, Observer, "reported draining: bye"), told?.Evidence);
        Assert.Null(state.OnBeat(InstanceStatus.Draining, "", Seconds(2)).Told);

        state = state.OnTrack(Instance(Lease, InstanceStatus.Passing), Seconds(3));

        Assert.Equal(InstanceStatus.Passing, state.Status);
    }

    [Fact]
    public void Renewal_does_not_overrule_an_active_check()
    {
        var (state, told) = Begin(Tcp, InstanceStatus.Critical).OnBeat(InstanceStatus.Passing, "", Seconds(1));
        Assert.Null(told);
        Assert.Equal(InstanceStatus.Critical, state.Status);
    }

    [Fact]
    public void Report_of_the_host_counts_at_once_for_kind_App_only()
    {
        var (state, told) = Begin(App).OnAppHealth(InstanceStatus.Critical, "database: refused", Seconds(1));
        Assert.Equal(InstanceStatus.Critical, state.Status);
        Assert.Equal(
            new Evidence(Causes.AppHealth, Observer, "reported critical: database: refused"), told?.Evidence);

        Assert.Null(Begin(Lease).OnAppHealth(InstanceStatus.Critical, "", Seconds(1)).Told);
    }

    [Fact]
    public void After_a_pause_of_this_node_clients_have_one_ttl_before_their_lease_expires()
    {
        var state = Begin(Lease, InstanceStatus.Passing).OnPause(Seconds(40));
        Assert.Equal(state, state.OnPause(Seconds(40)));
        Assert.Null(state.OnTick(Seconds(40)).Told);
        Assert.Equal(Seconds(50), state.NextDeadline);

        var told = state.OnTick(Seconds(50)).Told;

        Assert.Equal(
            "no renewal for 50 s, ttl 10 s, 10 s of grace after a pause of this node included", told?.Evidence.Detail);
    }

    [Fact]
    public void After_a_pause_of_this_node_checked_instances_have_one_check_before_they_are_removed()
    {
        var state = After(Begin(Tcp, InstanceStatus.Passing), Bad, Bad, Bad).OnPause(Seconds(100));
        Assert.Null(state.OnTick(Seconds(110.9)).Told);
        Assert.True(state.OnTick(Seconds(111)).Told?.Lapsed);
    }

    [Fact]
    public void Same_record_again_keeps_the_time_of_turning_critical_and_the_counts()
    {
        var state = After(Begin(Tcp, InstanceStatus.Critical), Good);

        state = state.OnTrack(Instance(Tcp, InstanceStatus.Critical), Seconds(30));

        Assert.Equal(Seconds(60), state.NextDeadline);
        Assert.Equal(InstanceStatus.Passing, After(state, Good).Status);
    }

    [Fact]
    public void Record_with_another_status_than_found_is_confirmed_by_the_next_result()
    {
        var state = Begin(Lease, InstanceStatus.Passing).OnTick(Seconds(10)).Next;
        state = state.OnTrack(Instance(Lease, InstanceStatus.Passing), Seconds(11));

        (state, var told) = state.OnBeat(InstanceStatus.Passing, "", Seconds(12));

        Assert.Equal(InstanceStatus.Passing, told?.To);
        Assert.Null(state.OnBeat(InstanceStatus.Passing, "", Seconds(13)).Told);
    }

    [Fact]
    public void Detail_is_one_line_within_its_bound()
    {
        var long1 = ProbeResult.Critical("HTTP 500:\r\n" + new string('x', 2_000));
        var detail = Begin(Tcp with { Fails = 1 }).OnProbe(long1, Seconds(1)).Told?.Evidence.Detail;

        Assert.NotNull(detail);
        Assert.Equal(Evidence.DetailLength, detail.Length);
        Assert.DoesNotContain(detail, char.IsControl);
    }

    private static HealthState Begin(HealthTerms terms, InstanceStatus status = InstanceStatus.Starting) =>
        BeginHealth(Instance(terms, status));

    private static HealthState After(HealthState state, params ProbeResult[] results)
    {
        foreach (var result in results)
            state = state.OnProbe(result, Seconds(1)).Next;
        return state;
    }
}
