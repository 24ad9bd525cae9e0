using Mesh.KeyValues;
using Mesh.Node.Access;

namespace Mesh.Node.Etcd.Answers;

/// <summary>
/// Whether the door answers: not from a catalogue that the node does not have yet, nor from one that nobody keeps up to
/// date since the node left. Streams that are open then end, so that their clients go to another node.
/// </summary>
/// <param name="keys">Null: the keys are not this node's, and need not fill.</param>
internal sealed class EtcdServing(ServingSpan span, IHostApplicationLifetime lifetime, KeyValueHub? keys = null)
{
    /// <summary>Why nothing is answered now; null: it is.</summary>
    public EtcdFault? Fault =>
        lifetime.ApplicationStopping.IsCancellationRequested ? EtcdFault.Stopped
        // An empty range would say that there is nothing.
        : span.IsOn && keys?.WasComplete is not false ? null
        : EtcdFault.NoLeader;

    /// <summary>Ends with the caller, the process, or once the door no longer answers.</summary>
    public CancellationTokenSource Link(CancellationToken caller) => span.Link(caller, lifetime.ApplicationStopping);
}
