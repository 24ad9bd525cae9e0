using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class InstancesCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "instances",
        Description = "List the instances of a service",
        Arguments =
        [
            CommandArguments.Service,
            CommandArguments.Text("status", "Only those of this status: starting, passing, warning, critical, draining"),
            CommandArguments.Text("standing", "Only those of this standing: confirmed, suspect, unreachable"),
            CommandArguments.Many("tag", "Only those with all of these tags", "TAG"),
            CommandArguments.Text("zone", "Only those in this zone", "ZONE"),
            CommandArguments.Text("version", "Only those of this version", "VERSION"),
        ],
        Examples =
        [
            "instances orders", "instances orders --status passing --zone a", "instances orders --tag blue --output json",
            "instances orders@eu",
        ],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        var query = new InstancesQuery
        {
            Status = call.Input.Optional("status"),
            Standing = call.Input.Optional("standing"),
            Tags = call.Input.All("tag"),
            Zone = call.Input.Optional("zone"),
            Version = call.Input.Optional("version"),
        };
        var reply = await call.Api.InstancesAsync(call.Input.Text("service"), query, call.Cancellation);
        if (reply.Value is { Instances.Count: 0 } none)
            return call.Fail(ApiProblems.Missing(Nothing(none)));
        return call.Finish(reply, ApiJson.Wire.ServiceDetail, View);
    }

    private static string Nothing(ServiceDetail detail) => detail.State switch
    {
        "asking" => $"nobody has answered yet about {detail.Service}",
        "no-gateway" => $"this mesh has no gateway to ask about {detail.Service}",
        _ => $"no such instance of {detail.Service}",
    };

    private static PaletteView View(ServiceDetail detail) => InstanceViews.Table(
        detail.Instances,
        $"revision {detail.Revision}, at most {detail.AgeMs} ms old"
        + (detail.Origin is null ? "" : $", of mesh {detail.Origin}, {detail.State}"));
}
