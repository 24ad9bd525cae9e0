using Mesh.KeyValues;
using Mesh.Registry;

namespace Mesh.Node.Etcd.Answers;

/// <summary>
/// Whether the door answers: not from a catalogue that the node does not have yet, nor from one that nobody keeps up to
/// date since the node left. Streams that are open then end, so that their clients go to another node.
/// </summary>
internal sealed class EtcdServing : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeshHub _hub;
    private readonly KeyValueHub? _keys;
    private readonly IHostApplicationLifetime _lifetime;
    private CancellationTokenSource _ends = new();

    /// <param name="keys">Null: the keys are not this node's, and need not fill.</param>
    public EtcdServing(MeshHub hub, IHostApplicationLifetime lifetime, KeyValueHub? keys = null)
    {
        (_hub, _keys, _lifetime) = (hub, keys, lifetime);
        hub.StateChanged += Follow;
        Follow(hub.State);
    }

    /// <summary>Why nothing is answered now; null: it is.</summary>
    public EtcdFault? Fault =>
        _lifetime.ApplicationStopping.IsCancellationRequested ? EtcdFault.Stopped
        // An empty range would say that there is nothing.
        : _hub.IsServing && _keys?.WasComplete is not false ? null
        : EtcdFault.NoLeader;

    /// <summary>Ends with the caller, the process, or once the door no longer answers.</summary>
    public CancellationTokenSource Link(CancellationToken caller)
    {
        lock (_gate)
            return CancellationTokenSource.CreateLinkedTokenSource(caller, _lifetime.ApplicationStopping, _ends.Token);
    }

    public void Dispose()
    {
        _hub.StateChanged -= Follow;
        _ends.Dispose();
    }

    private void Follow(Views.MeshState state)
    {
        lock (_gate)
        {
            if (!_hub.IsServing)
                _ = _ends.CancelAsync();
            else if (_ends.IsCancellationRequested)
                _ends = new CancellationTokenSource();
        }
    }
}
