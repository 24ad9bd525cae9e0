using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class RenewCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "renew",
        Description = "Renew the lease of an instance, saying how it is",
        Arguments =
        [
            CommandArguments.Service,
            CommandArguments.Id,
            CommandArguments.Text("status", "passing (default), warning or critical"),
            CommandArguments.Text("note", "Why; kept for explain"),
            CommandArguments.Claim,
        ],
        Examples = ["renew orders o-1", "renew orders o-1 --status warning --note \"disk at 91 %\""],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        if (!CommandArguments.TryClaim(call, out var claim, out var wrong))
            return wrong;
        return call.Finish(
            await call.Api.RenewAsync(
                call.Input.Text("service"),
                call.Input.Text("id"),
                new RenewBody { Status = call.Input.Optional("status"), Note = call.Input.Optional("note") },
                claim,
                call.Cancellation),
            ApiJson.Wire.WriteReply,
            r => PaletteView.Of($"renewed {r.Service}/{r.Id}, revision {r.Revision}"));
    }
}
