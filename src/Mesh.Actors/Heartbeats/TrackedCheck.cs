namespace Mesh.Heartbeats;

/// <summary>One check of a tracked instance: its state, and what it waits for.</summary>
/// <param name="id">Empty for the one without a name.</param>
internal sealed class TrackedCheck(TrackedInstance instance, string id, HealthState state)
{
    // The least time between two runs when one took longer than the interval.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private TimeSpan _began;
    private bool _isSpread;

    public TrackedInstance Instance => instance;

    public string Id => id;

    public HealthState State { get; set; } = state;

    /// <summary>Where among the checks at its target it has its place; null: it is no active one.</summary>
    public CheckPlace? Place { get; set; }

    /// <summary>The number of the run that goes on; 0: none does.</summary>
    public long Run { get; private set; }

    /// <summary>The deadline that is waited for; null: none.</summary>
    public TimeSpan? DeadlineAt { get; set; }

    /// <summary>When the next run is due; null: none is.</summary>
    public TimeSpan? RunAt { get; set; }

    public void Begin(long run, TimeSpan now)
    {
        Run = run;
        RunAt = null;
        _began = now;
    }

    public void End() => Run = 0;

    /// <summary>How long the first run waits.</summary>
    public TimeSpan UntilFirst()
    {
        if (Place is not { IsPrompt: false } place)
            return TimeSpan.Zero;
        _isSpread = true;
        return State.Terms.Interval * place.Part;
    }

    public TimeSpan UntilNext(TimeSpan now)
    {
        var interval = State.Terms.Interval;
        // The first run comes at once, for somebody waits for it; the second one takes its place in the interval.
        if (!_isSpread && Place is { } place)
            interval *= place.Part;
        _isSpread = true;
        var left = interval - (now - _began);
        return left > Breath ? left : Breath;
    }
}
