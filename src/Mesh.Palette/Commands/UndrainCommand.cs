using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class UndrainCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "undrain",
        Description = "End the drain of an instance; it is offered again once its checks say so",
        Arguments = [CommandArguments.Service, CommandArguments.Id, CommandArguments.Claim],
        Examples = ["undrain orders o-1"],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        if (!CommandArguments.TryClaim(call, out var claim, out var wrong))
            return wrong;
        return call.Finish(
            await call.Api.UndrainAsync(call.Input.Text("service"), call.Input.Text("id"), claim, call.Cancellation),
            ApiJson.Wire.WriteReply,
            r => PaletteView.Of($"{r.Service}/{r.Id} no longer drains, revision {r.Revision}"));
    }
}
