using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Mesh.Dashboard.Live;

/// <summary>
/// The feed of one open page: follows the view only while the browser is connected, so that a page whose browser went away costs
/// nothing until it comes back or is given up.
/// </summary>
internal sealed class PageFeed(DashboardFeed feed) : CircuitHandler, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Func<Task>> _views = [];
    private bool _isConnected;
    private bool _isAttached;

    /// <summary>Shows the view anew, on the thread of the page; called at most ten times a second.</summary>
    public void Add(Func<Task> view)
    {
        lock (_gate)
            _views.Add(view);
        Settle();
    }

    public void Remove(Func<Task> view)
    {
        lock (_gate)
            _views.Remove(view);
        Settle();
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        lock (_gate)
            _isConnected = true;
        Settle();
        Wake();
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        lock (_gate)
            _isConnected = false;
        Settle();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        lock (_gate)
            _views.Clear();
        Settle();
    }

    private void Settle()
    {
        lock (_gate)
        {
            var isWanted = _isConnected && _views.Count > 0;
            if (isWanted == _isAttached)
                return;
            _isAttached = isWanted;
            if (isWanted)
                feed.Attach(Wake);
            else
                feed.Detach(Wake);
        }
    }

    private void Wake()
    {
        Func<Task>[] views;
        lock (_gate)
            views = [.. _views];
        foreach (var view in views)
            _ = view();
    }
}
