namespace Mesh.Registry;

/// <summary>
/// Did this process stand still a moment ago, as one that was suspended or whose machine was? What it shows is as old as the pause was
/// long until it has heard the others again, or learned that they have removed it. Told of each tick; asked by anybody.
/// </summary>
internal sealed class PauseWatch
{
    /// <summary>So late no tick comes in a process that runs.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromSeconds(2);

    /// <summary>How long it counts: the others answer, or refuse, within a heartbeat or two.</summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(3);

    private long _ticked = long.MinValue;
    private long _ended = long.MinValue;

    /// <param name="now">Since any moment; of a clock that nobody sets.</param>
    public void Tick(TimeSpan now)
    {
        if (IsLate(now))
            Interlocked.Exchange(ref _ended, now.Ticks);
        Interlocked.Exchange(ref _ticked, now.Ticks);
    }

    public bool IsOn(TimeSpan now) =>
        IsLate(now) || (Interlocked.Read(ref _ended) is not long.MinValue and var ended && now.Ticks - ended < Aftermath.Ticks);

    private bool IsLate(TimeSpan now) =>
        Interlocked.Read(ref _ticked) is not long.MinValue and var ticked && now.Ticks - ticked >= Gap.Ticks;
}
