namespace Mesh.Heartbeats;

/// <summary>The node's <see cref="PauseState"/>: the parent's pulse writes it, all of its children read it.</summary>
internal sealed class NodePulse(TimeProvider time, TimeSpan interval, TimeSpan bound)
{
    private PauseState _state = new(interval, bound, Moment.Now(time).At);

    public TimeSpan Interval => interval;

    public Moment Now() => Moment.Now(time);

    public void Beat() => Volatile.Write(ref _state, _state.OnPulse(Now().At));

    public TimeSpan? LastPause(TimeSpan now) => Volatile.Read(ref _state).LastPause(now);
}
