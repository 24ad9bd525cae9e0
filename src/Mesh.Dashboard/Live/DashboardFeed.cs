using Mesh.Client;
using Mesh.Dashboard.Models;

namespace Mesh.Dashboard.Live;

/// <summary>
/// Follows the view while a page is open, for all of them: keeps the last changes, and wakes the pages at most ten times a second. With no
/// page open it holds nothing and does nothing. Thread-safe.
/// </summary>
internal sealed class DashboardFeed(IMeshClient client, IMeshInspector inspector, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly HashSet<Action> _pages = [];
    private CancellationTokenSource? _running;
    private ChangeLog _log = new();

    /// <summary>Is anybody looking?</summary>
    public bool IsOn
    {
        get
        {
            lock (_gate)
                return _running is not null;
        }
    }

    /// <param name="wake">Called from any thread when the view has changed; must not block.</param>
    public void Attach(Action wake)
    {
        lock (_gate)
        {
            if (!_pages.Add(wake) || _running is not null)
                return;
            _log = new ChangeLog();
            _log.Know(client.Snapshot);
            _running = new CancellationTokenSource();
            _ = RunAsync(_log, _running.Token);
        }
    }

    public void Detach(Action wake)
    {
        lock (_gate)
        {
            if (!_pages.Remove(wake) || _pages.Count > 0)
                return;
            Stop();
        }
    }

    /// <summary>Looks at the changes; what is given must not be kept.</summary>
    public T Read<T>(Func<ChangeLog, T> look)
    {
        lock (_gate)
            return look(_log);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _pages.Clear();
            Stop();
        }
    }

    private void Stop()
    {
        _running?.Cancel();
        _running?.Dispose();
        _running = null;
        _log = new ChangeLog();
    }

    private async Task RunAsync(ChangeLog log, CancellationToken stop)
    {
        await Task.Yield();
        using var dirty = new SemaphoreSlim(0, 1);
        try
        {
            await Task.WhenAll(CatalogueAsync(log, dirty, stop), MembersAsync(dirty, stop), WakeAsync(dirty, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The last page was closed.
        }
    }

    private async Task CatalogueAsync(ChangeLog log, SemaphoreSlim dirty, CancellationToken stop)
    {
        await foreach (var change in client.Watch(null, null, stop))
        {
            lock (_gate)
                log.Take(change, time.GetUtcNow());
            Mark(dirty);
        }
    }

    private async Task MembersAsync(SemaphoreSlim dirty, CancellationToken stop)
    {
        await foreach (var _ in inspector.WatchMembers(stop))
            Mark(dirty);
    }

    private async Task WakeAsync(SemaphoreSlim dirty, CancellationToken stop)
    {
        while (true)
        {
            await dirty.WaitAsync(stop);
            Action[] pages;
            lock (_gate)
                pages = [.. _pages];
            foreach (var wake in pages)
                wake();
            await Task.Delay(Pause, time, stop);
        }
    }

    private void Mark(SemaphoreSlim dirty)
    {
        lock (_gate)
        {
            if (dirty.CurrentCount == 0)
                dirty.Release();
        }
    }
}
