using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Hosting;

/// <summary>
/// What becomes of a node that starts: ready, or a reason to give up. Seeds that do not answer are waited for; being
/// refused by them, or not getting the port, is final for a process whose only purpose is to be a node.
/// </summary>
internal sealed class FirstState : IDisposable
{
    private readonly MeshHub _hub;
    private readonly TaskCompletionSource<string?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasJoined;

    public FirstState(MeshHub hub)
    {
        _hub = hub;
        _hub.StateChanged += On;
        On(_hub.State);
    }

    /// <summary>Null: ready; else the reason why it never will be.</summary>
    public Task<string?> Outcome => _outcome.Task;

    public void Dispose() => _hub.StateChanged -= On;

    private void On(MeshState state)
    {
        switch (state.Phase)
        {
            case MeshPhase.Ready:
                _outcome.TrySetResult(null);
                break;
            case MeshPhase.Refused:
                _outcome.TrySetResult(state.Detail);
                break;
            case MeshPhase.Joining or MeshPhase.Warming:
                _hasJoined = true;
                break;
            case MeshPhase.Restarting when !_hasJoined:
                _outcome.TrySetResult(state.Detail);
                break;
        }
    }
}
