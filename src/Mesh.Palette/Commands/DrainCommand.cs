using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class DrainCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "drain",
        Description = "Take an instance out of rotation, until undrain, and wait until every node confirms that it no longer offers it",
        Arguments =
        [
            CommandArguments.Service,
            CommandArguments.Id,
            CommandArguments.Text("deadline", "How long to wait, default 10s", "DURATION"),
            CommandArguments.Claim,
        ],
        Examples = ["drain orders o-1", "drain orders o-1 --deadline 30s"],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        if (!CommandArguments.TryClaim(call, out var claim, out var wrong))
            return wrong;
        var reply = await call.Api.DrainAsync(
            call.Input.Text("service"), call.Input.Text("id"), call.Input.Optional("deadline"), claim, call.Cancellation);
        var exit = call.Finish(reply, ApiJson.Wire.DrainReply, View);
        return reply.Value is { Unconfirmed: { Count: > 0 } silent }
            ? call.Fail(ApiProblems.NotNow(
                $"drains, but before the deadline it was not confirmed by {string.Join(", ", silent)}"))
            : exit;
    }

    private static PaletteView View(DrainReply reply) => PaletteView.Of(
    [
        $"confirmed by {reply.Confirmed.Count}: {string.Join(", ", reply.Confirmed)}",
        .. reply.Unconfirmed.Select(node => $"not confirmed by {node}"),
    ]);
}
