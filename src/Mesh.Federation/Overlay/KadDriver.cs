using Mesh.Kademlia.Nodes;

namespace Mesh.Federation.Overlay;

/// <summary>Feeds one node and has performed what it wants, in its order, and whatever follows from that.</summary>
/// <param name="perform">May feed the node again; what that brings is performed after what is open already.</param>
/// <param name="settled">Called when nothing is open any more.</param>
internal sealed class KadDriver(
    KadNode node, TimeProvider time, IKadRecorder? recorder, Action<KadEffect> perform, Action settled)
{
    private readonly Queue<KadEffect> _open = new();
    private bool _isPerforming;

    public KadNode Node => node;

    public void Step(KadInput input)
    {
        var now = Moment.Now(time);
        var effects = node.Step(input, now);
        recorder?.OnStep(input, now, effects);
        foreach (var effect in effects)
            _open.Enqueue(effect);
        if (_isPerforming)
            return;
        _isPerforming = true;
        while (_open.TryDequeue(out var effect))
            perform(effect);
        _isPerforming = false;
        settled();
    }
}
