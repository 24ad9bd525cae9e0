using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.Sides;

namespace Mesh.Node.Bridge.Running;

/// <summary>Follows one side for ever: a full reading, the changes after it for a while, and again. Trouble is waited out.</summary>
internal sealed partial class SideFollower(IBridgeSide side, BridgeReport report, ILogger log, TimeProvider time)
{
    private CancellationTokenSource? _round;
    private readonly Lock _gate = new();
    private bool _isHastened;

    public async Task RunAsync(Action changed, CancellationToken cancellation)
    {
        report.SetSide(side.System, "reading");
        var failures = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var isRead = false;
            var trouble = await RoundAsync(
                () =>
                {
                    (isRead, failures) = (true, 0);
                    Say();
                    changed();
                },
                cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (trouble is null && isRead)
                continue;
            var wait = RetryPace.After(++failures);
            if (report.SetSide(side.System, trouble ?? $"not read within {BridgeTimes.ReadingLimit.TotalSeconds} s"))
                LogDown(log, side.System, report.Sides[side.System], wait.TotalSeconds);
            changed();
            await Task.Delay(wait, time, cancellation);
        }
    }

    /// <summary>Makes the next full reading come soon; asking again while it is awaited changes nothing.</summary>
    public void ReadSoon()
    {
        lock (_gate)
        {
            if (_isHastened || _round is null)
                return;
            _isHastened = true;
            _round.CancelAfter(BridgeTimes.Confirmation);
        }
    }

    private async Task<string?> RoundAsync(Action changed, CancellationToken cancellation)
    {
        using var round = new CancellationTokenSource(BridgeTimes.ReadingLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, round.Token);
        Begin(round);
        try
        {
            var isFirst = true;
            await side.FollowAsync(
                () =>
                {
                    if (isFirst)
                        round.CancelAfter(BridgeTimes.Reading);
                    isFirst = false;
                    changed();
                },
                both.Token);
            return null;
        }
        catch (Exception trouble)
        {
            // A cancelled call says so in the words of its library.
            return both.IsCancellationRequested ? null : FaultText.Of(trouble);
        }
        finally
        {
            Begin(null);
        }
    }

    private void Begin(CancellationTokenSource? round)
    {
        lock (_gate)
            (_round, _isHastened) = (round, false);
    }

    private void Say()
    {
        if (report.SetSide(side.System, BridgeReport.Following))
            LogFollowing(log, side.System, side.View.Entries.Length);
    }
}
