using System.Collections.Immutable;
using System.Globalization;
using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class ServicesCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "services",
        Description = "List the services that have an instance",
        Examples = ["services", "services --output json"],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call) => call.Finish(
        await call.Api.ServicesAsync(call.Cancellation), ApiJson.Wire.IReadOnlyListServiceItem, View);

    private static PaletteView View(IReadOnlyList<ServiceItem> services) => new()
    {
        Columns = ["SERVICE", "INSTANCES", "PASSING", "LIFETIME", "REVISION"],
        Rows = [.. services.Select(Row)],
        Lines = services.Count == 0 ? ["no services"] : [],
    };

    private static ImmutableArray<string> Row(ServiceItem s) =>
    [
        s.Name,
        s.Instances.ToString(CultureInfo.InvariantCulture),
        s.Passing.ToString(CultureInfo.InvariantCulture),
        string.Join(", ", s.Lifetimes.Select(l => l.Value == s.Instances ? l.Key : $"{l.Value} {l.Key}")),
        s.Revision.ToString(CultureInfo.InvariantCulture),
    ];
}
