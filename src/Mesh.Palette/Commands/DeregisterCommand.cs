using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;

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
            CommandArguments.Text("claim", "Only while it is registered under this claim, as register answers it", "N"),
        ],
        Examples = ["deregister orders o-1", "deregister orders o-1 --claim 1795941000000000"],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        var faults = new List<InvalidField>();
        var claim = FieldText.Number("claim", call.Input.Optional("claim"), 1, long.MaxValue, faults);
        if (faults.Count > 0)
            return call.Fail(ApiProblems.Invalid(faults));
        return call.Finish(
            await call.Api.DeregisterAsync(
                call.Input.Text("service"),
                call.Input.Text("id"),
                claim is { } wanted ? ClaimTag.Of(wanted) : null,
                call.Cancellation),
            ApiJson.Wire.WriteReply,
            r => PaletteView.Of($"deregistered {r.Service}/{r.Id}, revision {r.Revision}"));
    }
}
