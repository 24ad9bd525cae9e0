using Mesh.Kademlia.Nodes;

namespace Mesh.Federation.Overlay;

/// <summary>What this gateway wants of its node and has not heard of yet.</summary>
/// <param name="step">Tells the node.</param>
internal sealed class OverlayOperations(Action<KadInput> step)
{
    /// <summary>The most that services may have under way.</summary>
    public const int Most = 1_024;

    private readonly Dictionary<ulong, Action<KadResult>> _running = [];
    private ulong _last;

    public bool IsFull => _running.Count >= Most;

    /// <summary>Begins one, which may end at once.</summary>
    /// <param name="command">Made with the number of the operation.</param>
    public void Begin(Func<ulong, KadInput> command, Action<KadResult> onEnd)
    {
        var operation = ++_last;
        _running[operation] = onEnd;
        step(command(operation));
    }

    /// <summary>Tells the node something that it does not answer.</summary>
    public void Tell(Func<ulong, KadInput> command) => step(command(++_last));

    public void End(KadResult result)
    {
        if (_running.Remove(result.Operation, out var onEnd))
            onEnd(result);
    }
}
