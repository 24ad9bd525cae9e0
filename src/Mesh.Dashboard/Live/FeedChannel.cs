namespace Mesh.Dashboard.Live;

/// <summary>
/// Something that open pages follow, once for all of them: they are woken at most ten times a second. With no page open it holds
/// nothing and does nothing. Thread-safe.
/// </summary>
internal abstract class FeedChannel(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<Action> _pages = [];
    private CancellationTokenSource? _running;

    /// <summary>Is anybody looking?</summary>
    public bool IsOn
    {
        get
        {
            lock (Gate)
                return _running is not null;
        }
    }

    protected Lock Gate { get; } = new();

    /// <param name="wake">Called from any thread when there is something new; must not block.</param>
    public void Attach(Action wake)
    {
        lock (Gate)
        {
            if (!_pages.Add(wake) || _running is not null)
                return;
            _running = new CancellationTokenSource();
            _ = RunAsync(Begin(), _running.Token);
        }
    }

    public void Detach(Action wake)
    {
        lock (Gate)
        {
            if (!_pages.Remove(wake) || _pages.Count > 0)
                return;
            Stop();
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            _pages.Clear();
            Stop();
        }
    }

    /// <summary>The first page was opened: what follows until the last is closed, given what it calls when there is something new. Within the gate.</summary>
    protected abstract Func<Action, CancellationToken, Task> Begin();

    /// <summary>The last page was closed. Within the gate.</summary>
    protected virtual void End()
    {
    }

    private void Stop()
    {
        if (_running is null)
            return;
        _running.Cancel();
        _running.Dispose();
        _running = null;
        End();
    }

    private async Task RunAsync(Func<Action, CancellationToken, Task> follow, CancellationToken stop)
    {
        await Task.Yield();
        using var dirty = new SemaphoreSlim(0, 1);
        try
        {
            await Task.WhenAll(follow(() => Mark(dirty), stop), WakeAsync(dirty, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The last page was closed.
        }
    }

    private async Task WakeAsync(SemaphoreSlim dirty, CancellationToken stop)
    {
        while (true)
        {
            await dirty.WaitAsync(stop);
            Action[] pages;
            lock (Gate)
                pages = [.. _pages];
            foreach (var wake in pages)
                wake();
            await Task.Delay(Pause, time, stop);
        }
    }

    private void Mark(SemaphoreSlim dirty)
    {
        lock (Gate)
        {
            if (dirty.CurrentCount == 0)
                dirty.Release();
        }
    }
}
