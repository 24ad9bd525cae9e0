using System.Collections.Immutable;
using System.Globalization;
using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class ExplainCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "explain",
        Description = "Tell why an instance is as it is, or where it went",
        Arguments = [CommandArguments.Service, CommandArguments.Id],
        Examples = ["explain orders o-1"],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call) => call.Finish(
        await call.Api.ExplainAsync(call.Input.Text("service"), call.Input.Text("id"), call.Cancellation),
        ApiJson.Wire.ExplainReply,
        View);

    private static PaletteView View(ExplainReply reply) => new()
    {
        Columns = ["AT", "CHANGE", "CAUSE", "OBSERVER", "EVIDENCE"],
        Rows = [.. reply.Events.Select(Row)],
    };

    private static ImmutableArray<string> Row(ExplainEvent told) =>
    [
        told.At.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        told.Change,
        told.Cause,
        told.Observer,
        told.Evidence,
    ];
}
