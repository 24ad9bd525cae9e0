using System.Runtime.InteropServices;
using Mesh.Palette;

namespace Mesh.Node.Demo;

/// <summary>The demo as a command: the tour, then, unless it is to run once, up until Ctrl-C. Leaves no process behind.</summary>
internal static class DemoRun
{
    public static async Task<int> RunAsync(bool once)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Stop(c, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Stop(c, stop));
        await using var mesh = new DemoMesh(TimeProvider.System);
        try
        {
            await new DemoTour(mesh, Console.Out, TimeProvider.System).RunAsync(stop.Token);
            if (!once)
                await StayAsync(mesh, stop.Token);
            return PaletteExit.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return once ? PaletteExit.Refused : PaletteExit.Done;
        }
        catch (Exception trouble) when (trouble is DemoException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"mesh demo: {trouble.Message}");
            return PaletteExit.Refused;
        }
    }

    private static async Task StayAsync(DemoMesh mesh, CancellationToken cancellation)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine("The mesh stays up until Ctrl-C. Try:");
        Console.Out.WriteLine($"  ./mesh services --node {mesh.Nodes[0].Url}");
        Console.Out.WriteLine($"  ./mesh watch orders --node {mesh.Nodes[1].Url}");
        Console.Out.WriteLine($"  curl {mesh.Nodes[2].Url}mesh/v1/services/orders");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
