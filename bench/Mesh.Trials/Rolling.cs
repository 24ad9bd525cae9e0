using Mesh.Testing.Load;
using Mesh.Testing.Processes;

namespace Mesh.Trials;

/// <summary>
/// Three instances of "orders" are stopped with SIGTERM and started again, one after the other, while a caller in this
/// process sends 200 requests a second by AddHttpClient().AddMesh(), every fourth with a body. Times are those of the
/// caller, from sending to the whole answer.
/// </summary>
internal static class Rolling
{
    private const int PerSecond = 200;

    public static async Task<int> RunAsync(int restarts)
    {
        await using var fleet = await OrdersFleet.StartAsync(instances: 3);
        await using var load = SteadyLoad.Start(PerSecond, fleet.CallAsync);
        for (var restart = 0; restart < restarts; restart++)
        {
            await fleet.RestartAsync(restart % fleet.Instances.Count);
            if ((restart + 1) % 10 == 0)
                Console.WriteLine($"  {restart + 1} restarts, {load.Sent} requests sent");
        }

        var report = await load.StopAsync();
        foreach (var failure in report.Failures.Take(50))
            Console.WriteLine($"  {failure}");
        Console.WriteLine(
            $"{restarts} rolling restarts in {report.Elapsed.TotalSeconds:0} s: {report.Requests} requests "
            + $"({report.Requests / report.Elapsed.TotalSeconds:0}/s), {report.Failures.Length} failed");
        Figures.Print("request during rolling restarts", report.Times);
        return report.Failures.IsEmpty ? 0 : 1;
    }
}
