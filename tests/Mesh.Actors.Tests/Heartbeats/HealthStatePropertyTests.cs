using CsCheck;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Heartbeats.Probes;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats;

public sealed class HealthStatePropertyTests
{
    private static readonly HealthTerms[] Terms =
    [
        Lease,
        Lease with { Ttl = Seconds(3), DeregisterAfter = TimeSpan.Zero },
        App with { DeregisterAfter = Seconds(20) },
        Tcp,
        Tcp with { Passes = 1, Fails = 1, DeregisterAfter = Seconds(15) },
        HealthTerms.None with { DeregisterAfter = Seconds(5) },
    ];

    private static readonly Gen<InstanceStatus> Statuses = Gen.Enum<InstanceStatus>();

    private enum Act
    {
        Tick,
        Probe,
        Beat,
        App,
        Track,
        Pause,
    }

    private static readonly Gen<ServiceInstance> Records = Gen.Select(
        Gen.Int[0, Terms.Length - 1],
        Statuses,
        (terms, status) => Instance(Terms[terms], status));

    private static readonly Gen<(int AfterMs, Act Act, InstanceStatus Status, ServiceInstance Record)> Steps =
        Gen.Select(
            Gen.Int[0, 6_000],
            Gen.Frequency(
                (4, Gen.Const(Act.Tick)),
                (8, Gen.Const(Act.Probe)),
                (4, Gen.Const(Act.Beat)),
                (2, Gen.Const(Act.App)),
                (1, Gen.Const(Act.Track)),
                (1, Gen.Const(Act.Pause))),
            Statuses,
            Records);

    [Fact]
    public void State_agrees_with_its_naive_twin_after_every_step() =>
        Gen.Select(Records, Steps.Array[1, 60]).Sample((first, steps) =>
        {
            var state = BeginHealth(first);
            var twin = new NaiveHealth(first);
            var now = TimeSpan.Zero;
            foreach (var (after, act, status, record) in steps)
            {
                now += TimeSpan.FromMilliseconds(after);
                (state, var told) = Take(state, act, status, record, now);
                var expected = Take(twin, act, status, record, now);
                Assert.Equal(twin.Status, state.Status);
                Assert.Equal(expected, told is null ? null : (told.To, told.Lapsed));
                Assert.Equal(state.Health is InstanceStatus.Critical, state.CriticalSince is not null);
            }
        }, iter: 5_000);

    [Fact]
    public void Whoever_follows_the_records_and_the_transitions_knows_the_status() =>
        Gen.Select(Records, Steps.Array[1, 60]).Sample((first, steps) =>
        {
            var state = BeginHealth(first);
            var known = first.Status;
            var now = TimeSpan.Zero;
            foreach (var (after, act, status, record) in steps)
            {
                now += TimeSpan.FromMilliseconds(after);
                (state, var told) = Take(state, act, status, record, now);
                known = act is Act.Track ? record.Status : told?.To ?? known;
                if (known != state.Status)
                    return false;
            }

            return true;
        }, iter: 5_000);

    [Fact]
    public void Nothing_happens_before_the_next_deadline_and_something_at_it() =>
        Gen.Select(Records, Steps.Array[0, 30]).Sample((first, steps) =>
        {
            var state = BeginHealth(first);
            var now = TimeSpan.Zero;
            foreach (var (after, act, status, record) in steps)
            {
                now += TimeSpan.FromMilliseconds(after);
                (state, _) = Take(state, act, status, record, now);
            }

            if (state.NextDeadline is not { } deadline)
                return state.OnTick(TimeSpan.FromDays(100)).Next == state;
            var before = deadline - TimeSpan.FromTicks(1);
            return state.OnTick(before).Next == state && state.OnTick(deadline).Next != state;
        }, iter: 5_000);

    /// <summary>Record and transition that cross on their way leave both sides agreed after one more result.</summary>
    [Fact]
    public void Record_and_transition_that_cross_are_settled_by_the_next_result() =>
        Gen.Select(Statuses, Statuses, Statuses).Sample((start, found, set) =>
        {
            var state = BeginHealth(Instance(App, start));
            (state, var crossing) = state.OnAppHealth(found, "", Seconds(1));
            // The registry sets its status and tells it, and only then takes in what crossed it.
            state = state.OnTrack(Instance(App, set), Seconds(2));
            var registry = set;
            if (crossing is not null && registry is not InstanceStatus.Draining)
                registry = crossing.To;
            (state, var last) = state.OnAppHealth(found, "", Seconds(3));
            if (last is not null && registry is not InstanceStatus.Draining)
                registry = last.To;
            return registry == state.Status;
        });

    private static (HealthState Next, HealthTransition? Told) Take(
        HealthState state, Act act, InstanceStatus status, ServiceInstance record, TimeSpan now) => act switch
        {
            Act.Tick => state.OnTick(now),
            Act.Probe => state.OnProbe(Result(status), now),
            Act.Beat => state.OnBeat(status, "", now),
            Act.App => state.OnAppHealth(status, "", now),
            Act.Track => (state.OnTrack(record, now), null),
            _ => (state.OnPause(now), null),
        };

    private static (InstanceStatus To, bool Lapsed)? Take(
        NaiveHealth twin, Act act, InstanceStatus status, ServiceInstance record, TimeSpan now)
    {
        switch (act)
        {
            case Act.Tick:
                return twin.Tick(now);
            case Act.Probe:
                return twin.Probe(Result(status), now);
            case Act.Beat:
                return twin.Beat(status, now);
            case Act.App:
                return twin.App(status, now);
            case Act.Track:
                twin.Track(record, now);
                return null;
            default:
                twin.Pause(now);
                return null;
        }
    }

    private static ProbeResult Result(InstanceStatus status) => status switch
    {
        InstanceStatus.Critical or InstanceStatus.Draining => ProbeResult.Critical("refused"),
        InstanceStatus.Warning => ProbeResult.Warning("busy"),
        _ => ProbeResult.Passing("connected"),
    };
}
