using System.Runtime.InteropServices;
using System.Text.Json;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.ToMesh;
using Mesh.Node.Hosting;
using Mesh.Node.Output;
using Mesh.Palette;
using Mesh.Palette.Http;

namespace Mesh.Node.Bridge.Running;

/// <summary>The process of a bridge: start, ready, serve, stop in order.</summary>
internal static class BridgeRun
{
    /// <summary>SIGUSR1, which has no name in .NET; a number of the operating system.</summary>
    private static readonly PosixSignal Accept = (PosixSignal)(OperatingSystem.IsMacOS() ? 30 : 10);

    public static async Task<int> RunAsync(BridgeSettings settings, ApiHttp node)
    {
        using var stop = new CancellationTokenSource();
        using var term = On(PosixSignal.SIGTERM, stop.Cancel);
        using var interrupt = On(PosixSignal.SIGINT, stop.Cancel);
        if (settings.ExitWithStdin)
            StopWithStdin(stop);
        var quiet = new QuietStart(TimeProvider.System);
        quiet.End();
        using var logs = LoggerFactory.Create(b => NodeHost.AddLogging(b, quiet, settings.Log));
        try
        {
            return await RunAsync(settings, node, logs.CreateLogger("Mesh.Bridge"), stop.Token);
        }
        catch (Exception refusal) when (refusal is BridgeRefusedException or IOException)
        {
            ErrorLine.Write("mesh bridge", refusal.Message, settings.IsJson);
            return PaletteExit.Refused;
        }
    }

    private static async Task<int> RunAsync(BridgeSettings settings, ApiHttp node, ILogger log, CancellationToken stop)
    {
        var report = new BridgeReport();
        using var metrics = new BridgeMetrics(report);
        await using var foreign = BridgeFactory.Foreign(settings, TimeProvider.System);
        await using var page = settings.Metrics is { } port ? await BridgePage.StartAsync(port, report) : null;
        var loop = new BridgeLoop(
            settings, new MeshSide(new HttpMeshApi(node)), foreign, report, metrics, log, TimeProvider.System);
        using var accept = On(Accept, loop.AcceptRemovals);
        using var hangup = On(PosixSignal.SIGHUP, loop.ReadAgain);
        var isAnnounced = 0;
        loop.IsReady += origin =>
        {
            if (Interlocked.Exchange(ref isAnnounced, 1) == 0)
                Announce(settings, origin, page?.Port);
        };
        await loop.RunAsync(stop);
        return PaletteExit.Done;
    }

    private static void Announce(BridgeSettings settings, BridgeOrigin origin, int? metrics)
    {
        var ready = new BridgeReady(
            settings.Id,
            $"{BridgeOrigin.Mesh}/{settings.Mesh}",
            origin.ToString(),
            settings is { In: true, Out: true } ? "both" : settings.In ? "in" : "out",
            metrics,
            Environment.ProcessId);
        Console.Out.WriteLine(settings.IsJson ? JsonSerializer.Serialize(ready, BridgeJson.Default.BridgeReady) : "ready");
        Console.Out.Flush();
    }

    private static PosixSignalRegistration On(PosixSignal signal, Action act) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            act();
        });

    private static void StopWithStdin(CancellationTokenSource stop)
    {
        // Reading cannot be cancelled; the thread ends with the process.
        var reader = new Thread(() =>
        {
            while (Console.In.Read() >= 0)
            {
            }

            stop.Cancel();
        })
        {
            IsBackground = true,
            Name = "stdin",
        };
        reader.Start();
    }
}
