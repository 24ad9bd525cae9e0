using Akka.Actor;
using Akka.Event;
using Mesh.Heartbeats.Probes;

namespace Mesh.Heartbeats;

/// <summary>What the actor of an instance needs to run one of its checks; lost with the actor.</summary>
internal sealed class CheckRun(TrackedCheck check, CheckPlace place)
{
    // The least time between two runs when one took longer than the interval.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private bool _isSpread;

    public TrackedCheck Check => check;

    /// <summary>Another one when the check gets another target.</summary>
    public CheckPlace Place { get; set; } = place;

    /// <summary>The run that goes on, if one does.</summary>
    public CancellationTokenSource? Running { get; private set; }

    public TimeSpan Began { get; private set; }

    /// <summary>The deadline that a timer is set for.</summary>
    public TimeSpan? ArmedFor { get; set; }

    /// <summary>Key and message of the timer of deadlines.</summary>
    public DeadlineDue OnDeadline { get; } = new(check.Id);

    /// <summary>Key and message of the timer of runs.</summary>
    public CheckDue OnDue { get; } = new(check.Id);

    public CancellationTokenSource Begin(TimeSpan now)
    {
        End();
        Began = now;
        return Running = new CancellationTokenSource();
    }

    public void End()
    {
        Running?.Cancel();
        Running?.Dispose();
        Running = null;
    }

    /// <summary>How long the first run waits.</summary>
    public TimeSpan UntilFirst()
    {
        if (Place.IsPrompt)
            return TimeSpan.Zero;
        _isSpread = true;
        return check.State.Terms.Interval * Place.Part;
    }

    public TimeSpan UntilNext(TimeSpan now)
    {
        var interval = check.State.Terms.Interval;
        // The first run comes at once, for somebody waits for it; the second one takes its place in the interval.
        if (!_isSpread)
            interval *= Place.Part;
        _isSpread = true;
        var left = interval - (now - Began);
        return left > Breath ? left : Breath;
    }

    internal sealed record DeadlineDue(string CheckId) : INoSerializationVerificationNeeded;

    internal sealed record CheckDue(string CheckId) : INoSerializationVerificationNeeded;

    internal sealed record Checked(CheckRun Run, CancellationTokenSource Of, ProbeResult Result)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
