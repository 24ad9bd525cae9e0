using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class DeregisterCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "deregister",
        Description = "Remove an instance",
        Arguments = [CommandArguments.Service, CommandArguments.Id],
        Examples = ["deregister orders o-1"],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call) => call.Finish(
        await call.Api.DeregisterAsync(call.Input.Text("service"), call.Input.Text("id"), call.Cancellation),
        ApiJson.Wire.WriteReply,
        r => PaletteView.Of($"deregistered {r.Service}/{r.Id}, revision {r.Revision}"));
}
