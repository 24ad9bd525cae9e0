using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class StatusCommand
{
    private const string Clear = "clear";

    public static readonly PaletteCommand Definition = new()
    {
        Name = "status",
        Description = "Set the status of an instance over what its client and its checks say, until it is taken back",
        Arguments =
        [
            CommandArguments.Service,
            CommandArguments.Id,
            new PaletteArgument("status", "warning, critical or draining; passing takes back what was set")
            {
                IsPositional = true,
                ValueName = "STATUS",
            },
            CommandArguments.Text("reason", "Why; kept for explain"),
            CommandArguments.Flag(Clear, "Take back the status that was set, whatever the instance is then"),
            CommandArguments.Claim,
        ],
        Examples =
        [
            "status orders o-1 critical --reason \"its disk is being replaced\"", "status orders o-1 passing",
            "status orders o-1 --clear",
        ],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        var (service, id) = (call.Input.Text("service"), call.Input.Text("id"));
        var status = call.Input.Optional("status");
        if (call.Input.Has(Clear) == (status is not null))
            return call.Fail(ApiProblems.Invalid("status", status ?? "", "give either a status or --clear"));
        if (!CommandArguments.TryClaim(call, out var claim, out var wrong))
            return wrong;
        var reply = status is null
            ? await call.Api.ResetStatusAsync(service, id, claim, call.Cancellation)
            : await call.Api.SetStatusAsync(
                service, id, new StatusBody { Status = status, Reason = call.Input.Optional("reason") }, claim, call.Cancellation);
        return call.Finish(reply, ApiJson.Wire.WriteReply, r => PaletteView.Of(status is null
            ? $"the status of {r.Service}/{r.Id} is taken back, revision {r.Revision}"
            : $"{r.Service}/{r.Id} was set to {status}, revision {r.Revision}"));
    }
}
