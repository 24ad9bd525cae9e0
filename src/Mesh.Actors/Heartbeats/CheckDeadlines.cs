namespace Mesh.Heartbeats;

/// <summary>
/// What the checks of a node wait for, in the order of time: one queue instead of a timer for each. What a check no longer waits
/// for stays in it until its time, or until such are the most of it. Pure; not thread-safe.
/// </summary>
internal sealed class CheckDeadlines
{
    private const int Spare = 1_024;

    private readonly PriorityQueue<(TrackedCheck Check, bool IsRun), TimeSpan> _queue = new();
    private int _valid;

    /// <summary>The next time at which somebody may wait for something; null: nobody waits.</summary>
    public TimeSpan? Next => _queue.TryPeek(out _, out var at) ? at : null;

    /// <summary>What it waits for, expired things among it.</summary>
    public int Count => _queue.Count;

    /// <summary>The check's state is to be looked at then. A later time in place of an earlier one costs nothing: the earlier one finds nothing to do.</summary>
    public void Await(TrackedCheck check, TimeSpan deadline)
    {
        if (check.DeadlineAt is not null)
            _valid--;
        check.DeadlineAt = deadline;
        Add(check, isRun: false, deadline);
    }

    /// <summary>The check runs then.</summary>
    public void Schedule(TrackedCheck check, TimeSpan at)
    {
        Unschedule(check);
        check.RunAt = at;
        Add(check, isRun: true, at);
    }

    public void Unschedule(TrackedCheck check)
    {
        if (check.RunAt is not null)
            _valid--;
        check.RunAt = null;
    }

    /// <summary>The check waits for nothing from here on.</summary>
    public void Forget(TrackedCheck check)
    {
        Unschedule(check);
        if (check.DeadlineAt is not null)
            _valid--;
        check.DeadlineAt = null;
    }

    /// <summary>The next one whose time has come; it waits for that no more.</summary>
    public bool TryTake(TimeSpan now, out TrackedCheck check, out bool isRun)
    {
        while (_queue.TryPeek(out var first, out var at) && at <= now)
        {
            _queue.Dequeue();
            if (!IsAwaited(first.Check, first.IsRun, at))
                continue;
            _valid--;
            (check, isRun) = first;
            if (isRun)
                check.RunAt = null;
            else
                check.DeadlineAt = null;
            return true;
        }

        (check, isRun) = (null!, false);
        return false;
    }

    private static bool IsAwaited(TrackedCheck check, bool isRun, TimeSpan at) => (isRun ? check.RunAt : check.DeadlineAt) == at;

    private void Add(TrackedCheck check, bool isRun, TimeSpan at)
    {
        _queue.Enqueue((check, isRun), at);
        _valid++;
        if (_queue.Count <= Spare + (2 * _valid))
            return;
        var kept = _queue.UnorderedItems.Where(i => IsAwaited(i.Element.Check, i.Element.IsRun, i.Priority)).DistinctBy(i => i.Element).ToArray();
        _queue.Clear();
        _queue.EnqueueRange(kept);
        _valid = kept.Length;
    }
}
