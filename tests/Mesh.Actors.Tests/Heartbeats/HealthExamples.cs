using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Heartbeats.Probes;

namespace Mesh.Actors.Tests.Heartbeats;

internal static class HealthExamples
{
    public const string Observer = "127.0.0.1:4053";

    public static readonly HealthTerms Lease = new()
    {
        Kind = HealthKind.Ttl,
        Ttl = Seconds(10),
        DeregisterAfter = Seconds(60),
    };

    public static readonly HealthTerms App = new() { Kind = HealthKind.App };

    public static readonly HealthTerms Tcp = new()
    {
        Kind = HealthKind.Tcp,
        Target = "127.0.0.1:8080",
        Interval = Seconds(10),
        Timeout = Seconds(1),
        Passes = 2,
        Fails = 3,
        DeregisterAfter = Seconds(60),
    };

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static ServiceInstance Instance(
        HealthTerms terms, InstanceStatus status = InstanceStatus.Starting, string id = "o-1") => new()
        {
            Service = ServiceName.Parse("orders"),
            Id = InstanceId.Parse(id),
            Host = "127.0.0.1",
            Port = 8080,
            Health = terms,
            Status = status,
        };

    public static HealthState BeginHealth(ServiceInstance record) =>
        HealthState.Begin(record.Health, record.Status, Observer, At(TimeSpan.Zero));

    public static HealthState OnTrack(this HealthState state, ServiceInstance record, TimeSpan now) =>
        state.Step(new HealthInput.Tracked(record.Health, record.Status), At(now)).Next;

    public static HealthState OnPause(this HealthState state, TimeSpan ended) =>
        state.Step(new HealthInput.Paused(ended), At(ended)).Next;

    public static (HealthState Next, HealthTransition? Told) OnProbe(this HealthState state, ProbeResult result, TimeSpan now) =>
        state.Step(new HealthInput.Probed(result), now);

    public static (HealthState Next, HealthTransition? Told) OnBeat(
        this HealthState state, InstanceStatus status, string note, TimeSpan now) =>
        state.Step(new HealthInput.Beat(status, note), now);

    public static (HealthState Next, HealthTransition? Told) OnAppHealth(
        this HealthState state, InstanceStatus status, string note, TimeSpan now) =>
        state.Step(new HealthInput.AppHealth(status, note), now);

    public static (HealthState Next, HealthTransition? Told) OnTick(this HealthState state, TimeSpan now) =>
        state.Step(HealthInput.Tick.Instance, now);

    private static (HealthState Next, HealthTransition? Told) Step(this HealthState state, HealthInput input, TimeSpan now)
    {
        var (next, told) = state.Step(input, At(now));
        return (next, told.SingleOrDefault());
    }

    private static Moment At(TimeSpan now) => new(now, DateTimeOffset.UnixEpoch);
}
