using System.Globalization;
using Mesh.Testing.Load;
using Mesh.Testing.Processes;
using Microsoft.Playwright;

namespace Mesh.Trials.Dashboard;

/// <summary>
/// The dashboard of a node over a large mesh that changes all the time, in a real browser: the first view, a change at another node, typing
/// in the search, and what twenty open pages cost the node.
/// </summary>
internal static class DashboardTrial
{
    private const int PerService = 10;
    private const int ChangesPerSecond = 100;
    private const int OpenPages = 20;
    private const int Repeats = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <param name="instances">10 in each service.</param>
    /// <param name="pairs">Starts with the dashboard, and as many without.</param>
    /// <param name="seconds">For which the open pages are watched.</param>
    public static async Task<int> RunAsync(int instances, int pairs, int seconds)
    {
        var bounds = new DashboardBounds();
        await StartPairs.RunAsync(pairs, TimeSpan.FromSeconds(seconds));
        await using var near = await NodeProcess.StartAsync();
        await using var far = await NodeProcess.StartAsync("--seed", near.Address);
        using var nearApi = new NodeApi(near.Http);
        using var farApi = new NodeApi(far.Http);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, instances),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (n, _) => await farApi.RegisterAsync(ServiceOf(n), IdOf(n)));
        await NodeApi.UntilAsync(async () => await Bulk.CountAsync(nearApi) == instances, Limit, "all instances in the view of the other node");
        DashboardBounds.Print("instances, services, changes per second", $"{instances}, {instances / PerService}, {ChangesPerSecond}");
        await using var load = SteadyLoad.Start(ChangesPerSecond, n => farApi.RegisterAsync(ServiceOf(n % instances), IdOf(n % instances), version: Text($"v{n}")));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server", "--disable-background-networking"],
        });
        await using (var watched = await WatchedPage.OpenAsync(browser, near.Http))
        {
            await MeasureViewsAsync(watched, bounds);
            await MeasureTypingAsync(watched, Text($"{(instances / PerService) - 1}"), bounds);
            await MeasureChangesAsync(watched, farApi, bounds);
        }

        await MeasurePagesAsync(browser, near, TimeSpan.FromSeconds(seconds), bounds);
        var report = await load.StopAsync();
        DashboardBounds.Print("changes sent, failed", $"{report.Requests}, {report.Failures.Length}");
        return bounds.AreMet && report.Failures.Length == 0 ? 0 : 1;
    }

    private static async Task MeasureViewsAsync(WatchedPage page, DashboardBounds bounds)
    {
        var (clicks, loads) = (new List<double>(), new List<double>());
        for (var i = 0; i < Repeats; i++)
        {
            loads.Add(await page.LoadAsync("services"));
            await page.LoadAsync("");
            clicks.Add(await page.ClickAsync());
        }

        bounds.Print("first view of the services from the click, p99", DashboardBounds.At(clicks, 0.99), 1_000, "ms");
        bounds.Print("the same in a browser that opens the address anew, p99", DashboardBounds.At(loads, 0.99), 1_000, "ms");
    }

    private static async Task MeasureTypingAsync(WatchedPage page, string number, DashboardBounds bounds)
    {
        var letters = new List<double>();
        for (var i = 0; i < Repeats; i++)
            letters.AddRange(await page.TypeAsync(number));
        bounds.Print("typing in the search, from the key to the list, p50", DashboardBounds.At(letters, 0.5), 50, "ms");
        bounds.Print("typing in the search, from the key to the list, p99", DashboardBounds.At(letters, 0.99), 50, "ms");
    }

    private static async Task MeasureChangesAsync(WatchedPage page, NodeApi far, DashboardBounds bounds)
    {
        var changes = new List<double>();
        await far.RegisterAsync("probe", "probe-1", version: "p0");
        await page.GoAsync("service/probe", "p0");
        for (var i = 1; i <= Repeats; i++)
            changes.Add(await page.SeesAsync(Text($"p{i}"), () => far.RegisterAsync("probe", "probe-1", version: Text($"p{i}"))));
        bounds.Print("change at another node, from the request to the screen, p50", DashboardBounds.At(changes, 0.5), 200, "ms");
        bounds.Print("change at another node, from the request to the screen, p99", DashboardBounds.At(changes, 0.99), 200, "ms");
    }

    private static async Task MeasurePagesAsync(IBrowser browser, NodeProcess node, TimeSpan watched, DashboardBounds bounds)
    {
        string[] kinds = ["services", "", "service/service-1", "topology", "changes"];
        await Task.Delay(Settling, TimeProvider.System);
        var (alone, memoryAlone) = await CostAsync(node, watched);
        var pages = new List<WatchedPage>();
        try
        {
            for (var i = 0; i < OpenPages; i++)
            {
                var page = await WatchedPage.OpenAsync(browser, node.Http);
                pages.Add(page);
                await page.LoadAsync(kinds[i % kinds.Length]);
            }

            await Task.Delay(Settling, TimeProvider.System);
            var (with, memoryWith) = await CostAsync(node, watched);
            bounds.Print($"{OpenPages} open pages: more memory at the node", (memoryWith - memoryAlone) / 1e6, 100, "MB");
            bounds.Print($"{OpenPages} open pages: more processor at the node", with - alone, 15, "% of core");
            DashboardBounds.Print("the same without a page, with the changes", FormattableString.Invariant($"{memoryAlone / 1e6:0.0} MB, {alone:0.0} % of a core"));
        }
        finally
        {
            foreach (var page in pages)
                await page.DisposeAsync();
        }
    }

    private static async Task<(double Share, long Memory)> CostAsync(NodeProcess node, TimeSpan watched)
    {
        var before = NodeCost.Of(node);
        await Task.Delay(watched, TimeProvider.System);
        var after = NodeCost.Of(node);
        return (after.ShareSince(before), after.Memory);
    }

    private static string ServiceOf(int instance) => Text($"service-{instance / PerService}");

    private static string IdOf(int instance) => Text($"instance-{instance}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
