using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Testing;

/// <summary>
/// One time for actors' timers (<see cref="TestScheduler"/>) and for code that reads a <see cref="TimeProvider"/>.
/// It stands still until it is moved. The test system must be made with <see cref="Config"/>.
/// </summary>
/// <remarks>
/// Time moves in steps, because <see cref="TestScheduler"/> fires a repeated timer once per move however far it goes.
/// Give the actors whose timers may fire to <see cref="AdvanceAsync"/>: each has then handled what a step
/// brought before the next step begins, so an actor never sees a clock that ran ahead of its messages.
/// </remarks>
internal sealed class VirtualTime
{
    /// <summary>HOCON that makes a test system's scheduler virtual; expectations wait in real time, patiently.</summary>
    public const string Config = $"""
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        {Patience.Config}
        """;

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan DefaultStep = TimeSpan.FromMilliseconds(50);

    private readonly TestScheduler _scheduler;

    public VirtualTime(ActorSystem system) =>
        _scheduler = system.Scheduler as TestScheduler
            ?? throw new ArgumentException("the system is not made with VirtualTime.Config", nameof(system));

    /// <summary>To be handed to the code under test.</summary>
    public FakeTimeProvider Clock { get; } = new(Start);

    /// <summary>Moves time in steps without waiting for any actor. A pause is one step as long as the whole.</summary>
    public void Advance(TimeSpan by, TimeSpan? step = null)
    {
        foreach (var part in Steps(by, step))
            Move(part);
    }

    /// <summary>
    /// Moves time in steps; after each, every given actor has handled, in order, what was in its mailbox.
    /// </summary>
    public async Task AdvanceAsync(TimeSpan by, params IActorRef[] settle)
    {
        await SettleAsync(settle);
        foreach (var part in Steps(by, null))
        {
            Move(part);
            await SettleAsync(settle);
        }
    }

    /// <summary>Waits until each actor, in order, has handled the messages that it had.</summary>
    public static async Task SettleAsync(params IActorRef[] actors)
    {
        foreach (var actor in actors)
            await actor.Ask<ActorIdentity>(new Identify(null), Patience.Limit);
    }

    private static IEnumerable<TimeSpan> Steps(TimeSpan by, TimeSpan? step)
    {
        var length = step ?? DefaultStep;
        for (var left = by; left > TimeSpan.Zero; left -= length)
            yield return left < length ? left : length;
    }

    private void Move(TimeSpan by)
    {
        // The clock first: an actor that a timer wakes must find the time it was woken for.
        Clock.Advance(by);
        _scheduler.Advance(by);
    }
}
