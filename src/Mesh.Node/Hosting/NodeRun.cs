using System.Net.Sockets;
using Mesh.Hosting;
using Mesh.Node.Data.Writing;
using Mesh.Node.Listening;
using Mesh.Node.Output;
using Mesh.Palette;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;
using Mesh.Registry;
using Mesh.Views;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Hosting;

/// <summary>The life of a stand-alone node: start, ready or a reason, serve, stop in order.</summary>
internal static partial class NodeRun
{
    public static async Task<int> RunAsync(NodeCommand command)
    {
        try
        {
            var quiet = new QuietStart(TimeProvider.System);
            var (app, settings) = NodeHost.Build(command, quiet);
            await using var built = app;
            using var pid = new PidFile(settings.Options.PidFile);
            // A file of an earlier run would say ready too soon.
            if (settings.Options.PortsFile.Length > 0)
                File.Delete(settings.Options.PortsFile);
            var hub = app.Services.GetRequiredService<MeshHub>();
            LogStates(hub, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(NodeRun)), quiet);
            using var first = new FirstState(hub);
            if (!await StartAsync(app, quiet))
                return PaletteExit.Done;
            return await ServeAsync(app, first, Announce, quiet, command.IsJson);

            void Announce() => Say(NodeHost.PortsOf(app, settings.Doors, settings.Options.Pbm), settings.Options.PortsFile, command.IsJson);
        }
        catch (OptionsValidationException faults)
        {
            return Say(OptionFaultText.ToLine(faults.Failures), PaletteExit.Usage, command.IsJson);
        }
        catch (AggregateException many) when (many.InnerExceptions.All(e => e is OptionsValidationException))
        {
            // One for each class of options.
            var faults = many.InnerExceptions.Cast<OptionsValidationException>().SelectMany(e => e.Failures);
            return Say(OptionFaultText.ToLine(faults), PaletteExit.Usage, command.IsJson);
        }
        catch (Exception trouble) when (trouble is MeshHoconException or InvalidDataException)
        {
            return Say(trouble.Message, PaletteExit.Usage, command.IsJson);
        }
        catch (Exception trouble) when (trouble is IOException or SocketException or UnauthorizedAccessException)
        {
            return Say(trouble.Message, PaletteExit.Refused, command.IsJson);
        }
    }

    /// <summary>False: it was told to stop before everything was up.</summary>
    private static async Task<bool> StartAsync(WebApplication app, QuietStart quiet)
    {
        try
        {
            await app.StartAsync();
            return true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }
        catch
        {
            quiet.Fail();
            throw;
        }
    }

    private static async Task<int> ServeAsync(
        WebApplication app, FirstState first, Action announce, QuietStart quiet, bool isJson)
    {
        var stopped = app.WaitForShutdownAsync();
        var exit = PaletteExit.Done;
        if (await Task.WhenAny(first.Outcome, stopped) == first.Outcome)
        {
            if (await first.Outcome is { } reason)
            {
                quiet.Fail();
                exit = Say(reason, PaletteExit.Refused, isJson);
                app.Lifetime.StopApplication();
            }
            else
            {
                quiet.End();
                announce();
            }
        }

        await stopped;
        // Said by the store while the node ran; who waits for the end of the process is told by its exit status.
        return app.Services.GetService<StoreStatus>()?.Trouble is { } trouble
            ? Say($"ends with changes that are not stored: {trouble.Reason}", PaletteExit.Refused, isJson)
            : exit;
    }

    /// <summary>Each new state in a line; a repetition of the one before says nothing.</summary>
    private static void LogStates(MeshHub hub, ILogger log, QuietStart quiet)
    {
        MeshState? last = null;
        hub.StateChanged += state =>
        {
            if (state.Phase is MeshPhase.Joining)
                quiet.Wait();
            if (Interlocked.Exchange(ref last, state) != state && state.Phase is not MeshPhase.Refused)
                LogState(log, EnumText.Of(state.Phase), state.Detail);
        };
    }

    private static void Say(NodePorts ports, string file, bool isJson)
    {
        if (file.Length > 0)
            ports.WriteTo(file);
        try
        {
            Console.Out.WriteLine(isJson ? ports.ToJson() : "ready");
            Console.Out.Flush();
        }
        catch (IOException trouble)
        {
            // The node serves whether somebody reads this or not.
            ErrorLine.Write("mesh node", $"is ready, which cannot be written: {trouble.Message}", isJson);
        }
    }

    private static int Say(string reason, int exit, bool isJson)
    {
        var problem = exit == PaletteExit.Usage ? ApiProblems.Usage(reason) : ApiProblems.NotNow(reason);
        ErrorLine.Write("mesh node", problem, isJson);
        return exit;
    }
}
