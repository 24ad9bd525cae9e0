using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace Mesh.Hosting;

/// <param name="Interval">Zero: once.</param>
internal sealed record ScheduledAction(IRunnable Action, TimeSpan Interval, ICancelable? Cancelable)
{
    public bool IsCancelled => Cancelable is { IsCancellationRequested: true };

    /// <returns>Whether it ran without a fault; a fault is logged.</returns>
    public bool TryRun(ILoggingAdapter log)
    {
        try
        {
            Action.Run();
            return true;
        }
        // What was handed over by whomever: one that fails must not end the others.
        catch (Exception fault)
        {
            if (fault is not SchedulerException)
                log.Error(fault, "a scheduled action failed: {0}", Action);
            return false;
        }
    }
}
