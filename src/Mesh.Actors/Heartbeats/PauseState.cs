namespace Mesh.Heartbeats;

/// <summary>
/// Did this node itself stand still? Fed with a regular pulse, it takes a gap between two pulses that is longer than
/// the interval by more than the bound for a pause: frozen process, suspended machine, starved threads. Pure.
/// </summary>
internal sealed record PauseState(TimeSpan Interval, TimeSpan Bound, TimeSpan LastPulse)
{
    /// <summary>When the last pause was seen to be over; null: there was none.</summary>
    public TimeSpan? EndedAt { get; private init; }

    /// <param name="isClosed">Nobody can reach this node yet, which is as if it stood still.</param>
    public PauseState OnPulse(TimeSpan now, bool isClosed = false) =>
        this with { LastPulse = now, EndedAt = isClosed || IsLate(now) ? now : EndedAt };

    /// <summary>
    /// When the last pause ended, as known at <paramref name="now"/>. While the pulse is late, the pause ends now at
    /// the earliest: after a pause all timers fire in any order, the pulse's perhaps last.
    /// </summary>
    public TimeSpan? LastPause(TimeSpan now) => IsLate(now) ? now : EndedAt;

    private bool IsLate(TimeSpan now) => now - LastPulse > Interval + Bound;
}
