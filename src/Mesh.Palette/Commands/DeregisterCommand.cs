using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class DeregisterCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "deregister",
        Description = "Remove an instance",
        Arguments =
        [
            CommandArguments.Service,
            CommandArguments.Id,
            CommandArguments.Claim,
        ],
        Examples = ["deregister orders o-1", "deregister orders o-1 --claim 1795941000000000"],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        if (!CommandArguments.TryClaim(call, out var claim, out var wrong))
            return wrong;
        return call.Finish(
            await call.Api.DeregisterAsync(
                call.Input.Text("service"),
                call.Input.Text("id"),
                claim,
                call.Cancellation),
            ApiJson.Wire.WriteReply,
            r => PaletteView.Of($"deregistered {r.Service}/{r.Id}, revision {r.Revision}"));
    }
}
