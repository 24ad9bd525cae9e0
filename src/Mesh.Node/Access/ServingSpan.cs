using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Access;

/// <summary>
/// The time in which this node answers lookups. Whatever stays open (a watch, a stream, a query that waits) is linked to it, for
/// that a request was let in says nothing about the catalogue that it is answered from later.
/// </summary>
internal sealed class ServingSpan : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeshHub _hub;
    private CancellationTokenSource _end = new();

    public ServingSpan(MeshHub hub)
    {
        _hub = hub;
        hub.StateChanged += Follow;
        Follow(hub.State);
    }

    /// <summary>Raised, on a thread of the pool, after lookups have begun to be refused.</summary>
    public event Action? Ended;

    /// <inheritdoc cref="MeshHub.IsServing"/>
    public bool IsOn => _hub.IsServing;

    /// <summary>Ends with one of the callers' tokens, or once lookups are no longer answered; at once where they are not now.</summary>
    public CancellationTokenSource Link(params ReadOnlySpan<CancellationToken> callers)
    {
        lock (_gate)
            return CancellationTokenSource.CreateLinkedTokenSource([.. callers, _end.Token]);
    }

    public void Dispose()
    {
        _hub.StateChanged -= Follow;
        _end.Dispose();
    }

    private void Follow(MeshState state)
    {
        lock (_gate)
        {
            if (_hub.IsServing)
            {
                if (_end.IsCancellationRequested)
                    _end = new CancellationTokenSource();
            }
            else if (!_end.IsCancellationRequested)
            {
                _ = EndAsync(_end);
            }
        }
    }

    /// <summary>Who changes the state does not wait for those who are linked.</summary>
    private async Task EndAsync(CancellationTokenSource end)
    {
        await end.CancelAsync();
        Ended?.Invoke();
    }
}
