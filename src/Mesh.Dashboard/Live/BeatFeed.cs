using Mesh.Dashboard.Doors;

namespace Mesh.Dashboard.Live;

/// <summary>Comes once a second while a page shows figures that nobody tells of, and notes what the doors have counted by then.</summary>
internal sealed class BeatFeed(TimeProvider time, IDoorSource? doors = null) : FeedChannel(time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time;
    private DoorLog _log = new();

    /// <summary>Looks at what the doors counted; what is given must not be kept.</summary>
    public T Read<T>(Func<DoorLog, T> look)
    {
        lock (Gate)
            return look(_log);
    }

    protected override Func<Action, CancellationToken, Task> Begin()
    {
        var log = _log = new DoorLog();
        Note(log);
        return (mark, stop) => BeatAsync(log, mark, stop);
    }

    protected override void End() => _log = new DoorLog();

    private async Task BeatAsync(DoorLog log, Action mark, CancellationToken stop)
    {
        using var beat = new PeriodicTimer(Interval, _time);
        while (await beat.WaitForNextTickAsync(stop))
        {
            lock (Gate)
                Note(log);
            mark();
        }
    }

    private void Note(DoorLog log)
    {
        if (doors is not null)
            log.Take(_time.GetElapsedTime(0), doors.Counts());
    }
}
