using System.Collections.Immutable;
using System.Globalization;
using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class ExportCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "export",
        Description = "Let other meshes find and use a service, or list those that are exported",
        Arguments =
        [
            CommandArguments.Service with { IsMandatory = false },
            CommandArguments.Flag("list", "List the exported services; so does the command without a service"),
            CommandArguments.Flag("remove", "No longer export the service"),
        ],
        Examples = ["export orders", "export --list", "export orders --remove"],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        var (service, isRemoval) = (call.Input.Optional("service"), call.Input.Has("remove"));
        if (service is null && isRemoval)
            return call.Fail(ApiProblems.Invalid("service", "", "is required with --remove"));
        if (service is not null && call.Input.Has("list"))
            return call.Fail(ApiProblems.Invalid("list", "true", "goes without a service"));
        return service is null
            ? call.Finish(await call.Api.ExportsAsync(call.Cancellation), ApiJson.Wire.IReadOnlyListExportItem, View)
            : call.Finish(
                await call.Api.SetExportedAsync(service, !isRemoval, call.Cancellation), ApiJson.Wire.ExportItem, View);
    }

    private static PaletteView View(ExportItem item) => PaletteView.Of(
        item.Exported ? $"{item.Service} is exported" : $"{item.Service} is no longer exported");

    private static PaletteView View(IReadOnlyList<ExportItem> items) => new()
    {
        Columns = ["SERVICE", "INSTANCES"],
        Rows =
        [
            .. items.Select(i => (ImmutableArray<string>)[i.Service, i.Instances.ToString(CultureInfo.InvariantCulture)]),
        ],
        Lines = items.Count == 0 ? ["no service is exported"] : [],
    };
}
