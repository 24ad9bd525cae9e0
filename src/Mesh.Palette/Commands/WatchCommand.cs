using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class WatchCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "watch",
        Description = "Follow the changes of a service, or of all, until stopped",
        Arguments =
        [
            CommandArguments.Service with { IsMandatory = false, Description = "The service; left out: all" },
            CommandArguments.Text("since", "Go on after this revision of the node instead of showing what is there", "REVISION"),
        ],
        Examples = ["watch orders", "watch --output json"],
        IsEndless = true,
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        var watch = call.Api.Watch(
            call.Input.Optional("service"), call.Input.Optional("since"), call.Cancellation);
        if (!watch.IsDone)
            return call.Fail(watch.Problem);
        try
        {
            await foreach (var item in watch.Value.WithCancellation(call.Cancellation))
                call.Output.Write(item, ApiJson.Wire.WatchEvent, InstanceViews.Line);
            return call.Fail(ApiProblems.NotNow("the node ended the watch"));
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            return PaletteExit.Done;
        }
        catch (IOException)
        {
            return call.Fail(ApiProblems.NotNow("the connection to the node broke"));
        }
        catch (MeshApiException trouble)
        {
            return call.Fail(trouble.Problem);
        }
    }
}
