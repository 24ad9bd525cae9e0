using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Mesh.Dashboard.Live;

/// <summary>
/// The feed of one open page: follows what its views need only while the browser is connected, so that a page whose browser went away
/// costs nothing until it comes back or is given up.
/// </summary>
internal sealed class PageFeed : CircuitHandler, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(Func<Task> Show, LiveNeeds Needs)> _views = [];
    private readonly (LiveNeeds Need, FeedChannel Channel, Action Wake)[] _channels;
    private bool _isConnected;
    private LiveNeeds _attached;

    public PageFeed(DashboardFeed view, KeyFeed keys, BeatFeed beat) => _channels =
    [
        (LiveNeeds.View, view, () => Wake(LiveNeeds.View)),
        (LiveNeeds.Keys, keys, () => Wake(LiveNeeds.Keys)),
        (LiveNeeds.Beat, beat, () => Wake(LiveNeeds.Beat)),
    ];

    /// <summary>Shows the view anew, on the thread of the page; called at most ten times a second for each need.</summary>
    public void Add(Func<Task> view, LiveNeeds needs)
    {
        lock (_gate)
            _views.Add((view, needs));
        Settle();
    }

    public void Remove(Func<Task> view)
    {
        lock (_gate)
            _views.RemoveAll(v => v.Show == view);
        Settle();
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        lock (_gate)
            _isConnected = true;
        Settle();
        Wake(LiveNeeds.View | LiveNeeds.Keys | LiveNeeds.Beat);
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
            var wanted = _isConnected ? _views.Aggregate(LiveNeeds.None, static (all, v) => all | v.Needs) : LiveNeeds.None;
            foreach (var (need, channel, wake) in _channels)
            {
                if (wanted.HasFlag(need) && !_attached.HasFlag(need))
                    channel.Attach(wake);
                else if (!wanted.HasFlag(need) && _attached.HasFlag(need))
                    channel.Detach(wake);
            }

            _attached = wanted;
        }
    }

    private void Wake(LiveNeeds what)
    {
        Func<Task>[] views;
        lock (_gate)
            views = [.. _views.Where(v => (v.Needs & what) != 0).Select(static v => v.Show)];
        foreach (var view in views)
            _ = view();
    }
}
