using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Access;

/// <summary>
/// The time in which a node that was ready begins anew and shows what it showed before. An order that names what came meanwhile would
/// find nothing and be answered: it waits until the node is ready.
/// </summary>
internal sealed class Beginning(MeshHub hub, TimeProvider time)
{
    /// <summary>Most take a second or two; who waits longer asks another node.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private bool IsOver => !hub.WasReady || hub.State.Phase is not (MeshPhase.Starting or MeshPhase.Joining or MeshPhase.Warming or MeshPhase.Restarting);

    /// <summary>False: it lasts longer than the limit.</summary>
    public async Task<bool> EndsAsync(CancellationToken cancellation)
    {
        if (IsOver)
            return true;
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.StateChanged += Look;
        try
        {
            Look(hub.State);
            await over.Task.WaitAsync(Limit, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            hub.StateChanged -= Look;
        }

        void Look(MeshState state)
        {
            if (IsOver)
                over.TrySetResult();
        }
    }
}
