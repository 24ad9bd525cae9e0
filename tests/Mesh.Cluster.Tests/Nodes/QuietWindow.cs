namespace Mesh.Cluster.Tests.Nodes;

/// <summary>Waits for a stretch of time in which a figure does not change.</summary>
internal sealed class QuietWindow(TimeSpan window, TimeSpan limit)
{
    public sealed record Outcome(bool IsQuiet, IReadOnlyList<double> Windows);

    public async Task<Outcome> ObserveAsync(Func<Task<double>> figure)
    {
        var windows = new List<double>();
        using var ticks = new PeriodicTimer(window);
        var last = await figure();
        for (var waited = TimeSpan.Zero; waited < limit; waited += window)
        {
            await ticks.WaitForNextTickAsync();
            var now = await figure();
            windows.Add(now - last);
            if (now == last)
                return new Outcome(true, windows);
            last = now;
        }

        return new Outcome(false, windows);
    }
}
