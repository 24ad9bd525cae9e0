namespace Mesh.Heartbeats;

/// <summary>The node's <see cref="PauseState"/>: the parent's pulse writes it, all of its children read it.</summary>
internal sealed class NodePulse(TimeProvider time, TimeSpan interval, TimeSpan bound)
{
    private PauseState _state = new(interval, bound, Now(time));

    public TimeSpan Interval => interval;

    /// <summary>The monotonic clock that health is judged by.</summary>
    public TimeSpan Now() => Now(time);

    /// <summary>For display.</summary>
    public DateTimeOffset Wall() => time.GetUtcNow();

    public void Beat() => Volatile.Write(ref _state, _state.OnPulse(Now()));

    public TimeSpan? LastPause(TimeSpan now) => Volatile.Read(ref _state).LastPause(now);

    private static TimeSpan Now(TimeProvider time) => time.GetElapsedTime(0, time.GetTimestamp());
}
