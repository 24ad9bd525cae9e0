using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class PickCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "pick",
        Description = "Choose instances as a caller would",
        Arguments =
        [
            CommandArguments.Service,
            CommandArguments.Text("key", "Equal keys go to the same instance as long as it is there", "KEY"),
            CommandArguments.Text("count", "How many different instances, 1 to 100, default 1", "N"),
            CommandArguments.Text(
                "policy", "round-robin, random, weighted, power-of-two or consistent-hash; default: that of the service"),
            CommandArguments.Many("tag", "Only among those with all of these tags", "TAG"),
            CommandArguments.Text("zone", "Only among those in this zone", "ZONE"),
            CommandArguments.Text("version", "Only among those of this version", "VERSION"),
        ],
        Examples = ["pick orders", "pick orders --key customer-42", "pick orders --count 3 --policy random"],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        var query = new PickQuery
        {
            Key = call.Input.Optional("key"),
            Count = call.Input.Optional("count"),
            Policy = call.Input.Optional("policy"),
            Filter = new InstancesQuery
            {
                Tags = call.Input.All("tag"),
                Zone = call.Input.Optional("zone"),
                Version = call.Input.Optional("version"),
            },
        };
        var reply = await call.Api.PickAsync(call.Input.Text("service"), query, call.Cancellation);
        if (reply.Value is { Instances.Count: 0 })
            return call.Fail(ApiProblems.Missing($"no instance of {call.Input.Text("service")} is available"));
        return call.Finish(reply, ApiJson.Wire.PickReply, r => InstanceViews.Table(r.Instances));
    }
}
