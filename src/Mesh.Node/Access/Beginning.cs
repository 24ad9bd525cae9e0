using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Access;

/// <summary>
/// The time in which a node that was ready begins anew and shows what it showed before, or has just stood still. An order that names
/// what came meanwhile would find nothing and be answered: it waits until that is over.
/// </summary>
internal sealed class Beginning(TimeProvider time, MeshHub? hub = null)
{
    /// <summary>Most take a second or two; who waits longer asks another node.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private bool IsOver => hub?.State.Phase switch
    {
        MeshPhase.Ready => !hub!.Pauses.IsOn(Moment.Now(time).At),
        MeshPhase.Starting or MeshPhase.Joining or MeshPhase.Warming or MeshPhase.Restarting => !hub!.WasReady,
        _ => true,
    };

    /// <summary>False: it lasts longer than the limit.</summary>
    public async Task<bool> EndsAsync(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (!IsOver)
        {
            if (time.GetElapsedTime(began) >= Limit)
                return false;
            await Task.Delay(Look, time, cancellation);
        }

        return true;
    }
}
