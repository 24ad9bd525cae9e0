using System.Diagnostics;
using Mesh.Testing.Processes;

namespace Mesh.Trials;

/// <summary>
/// A service that embeds its node is stopped by SIGSTOP for 30 s, while three nodes and a second instance go on. From
/// SIGCONT: when its process answers a lookup again, whether it ever fails to answer one while it finds its way back,
/// and when its registration is in every rotation again.
/// </summary>
internal static class FreezeHost
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(int trials)
    {
        await using var trio = await Trio.StartAsync();
        await using var victim = new OrdersProcess("victim", trio.Nodes[0].Address);
        await using var other = new OrdersProcess("other", trio.Nodes[1].Address);
        victim.Start();
        other.Start();
        var first = new List<TimeSpan>();
        var back = new List<TimeSpan>();
        var lost = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            await InAllRotationsAsync(trio, victim, other);
            victim.Process.Freeze();
            await Task.Delay(Pause, TimeProvider.System);
            var began = Stopwatch.GetTimestamp();
            victim.Process.Thaw();
            var offered = await victim.OfferedAsync();
            first.Add(Stopwatch.GetElapsedTime(began));
            using var isBack = new CancellationTokenSource();
            var lookups = LookUpAsync(victim, isBack.Token);
            await InAllRotationsAsync(trio, victim, other);
            back.Add(Stopwatch.GetElapsedTime(began));
            await isBack.CancelAsync();
            var (answered, failed) = await lookups;
            lost += failed + (offered.Length == 0 ? 1 : 0);
            Console.WriteLine($"  lookups at the host on the way back: {answered} answered, {failed} failed or empty");
        }

        Figures.Print("SIGSTOP of a host for 30 s, first lookup after SIGCONT", first);
        Figures.Print("SIGSTOP of a host for 30 s, back in all rotations", back);
        return lost == 0 ? 0 : 1;
    }

    private static async Task InAllRotationsAsync(Trio trio, OrdersProcess victim, OrdersProcess other)
    {
        foreach (var api in trio.Apis)
            await UntilAsync(() => api.InRotationAsync("orders"));
        await UntilAsync(other.OfferedAsync);
        await UntilAsync(victim.OfferedAsync);
    }

    private static Task<TimeSpan> UntilAsync(Func<Task<string[]>> offered) => NodeApi.UntilAsync(
        async () => await offered() is var ids && ids.Contains("victim") && ids.Contains("other"),
        Limit,
        "both instances are in rotation");

    private static async Task<(int Answered, int Failed)> LookUpAsync(OrdersProcess host, CancellationToken isBack)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var (answered, failed) = (0, 0);
        do
        {
            try
            {
                if ((await host.OfferedAsync()).Length > 0)
                    answered++;
                else
                    failed++;
            }
            catch (HttpRequestException)
            {
                failed++;
            }

            await ticks.WaitForNextTickAsync(CancellationToken.None);
        }
        while (!isBack.IsCancellationRequested);
        return (answered, failed);
    }
}
