using Mesh.Heartbeats;

namespace Mesh.Registry;

/// <summary>
/// Did this process stand still a moment ago, as one that was suspended or whose machine was? What it shows is as old as the pause was
/// long until it has heard the others again, or learned that they have removed it. Told of each tick by one; asked by anybody.
/// </summary>
internal sealed class PauseWatch
{
    /// <summary>How long it counts: the others answer, or refuse, within a heartbeat or two.</summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(3);

    /// <summary>So late no tick comes in a process that runs.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(2);

    private volatile PauseState? _state;

    /// <param name="now">Since any moment; of a clock that nobody sets.</param>
    public void Tick(TimeSpan now) => _state = (_state ?? new PauseState(Gap, TimeSpan.Zero, now)).OnPulse(now);

    public bool IsOn(TimeSpan now) => _state?.LastPause(now) is { } ended && now - ended < Aftermath;
}
