using System.Collections.Immutable;
using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class ClusterCommands
{
    private static readonly PaletteArgument Address = new("address", "The member, as cluster show prints it")
    {
        IsPositional = true,
        IsMandatory = true,
        ValueName = "ADDRESS",
    };

    public static readonly PaletteCommand Show = new()
    {
        Name = "cluster show",
        Description = "List the members of the mesh",
        Examples = ["cluster show", "cluster show --output json"],
        Run = ShowAsync,
    };

    public static readonly PaletteCommand Leave = new()
    {
        Name = "cluster leave",
        Description = "Ask a member to leave in order",
        Arguments = [Address],
        Examples = ["cluster leave 127.0.0.1:4053"],
        Run = async call => call.Finish(
            await call.Api.LeaveAsync(call.Input.Text("address"), call.Cancellation),
            ApiJson.Wire.AddressBody,
            r => PaletteView.Of($"{r.Address} was asked to leave")),
    };

    public static readonly PaletteCommand Down = new()
    {
        Name = "cluster down",
        Description = "Declare a member dead; for one that runs no more and does not go by itself",
        Arguments = [Address],
        Examples = ["cluster down 127.0.0.1:4053"],
        Run = async call => call.Finish(
            await call.Api.DownAsync(call.Input.Text("address"), call.Cancellation),
            ApiJson.Wire.AddressBody,
            r => PaletteView.Of($"{r.Address} was declared dead")),
    };

    public static readonly PaletteCommand Remove = new()
    {
        Name = "cluster remove",
        Description = "Take away a node that will not come back, with the instances of its host that wait for it",
        Arguments = [Address],
        Examples = ["cluster remove 127.0.0.1:4053"],
        Run = async call => call.Finish(
            await call.Api.RemoveAsync(call.Input.Text("address"), call.Cancellation),
            ApiJson.Wire.RemoveReply,
            r => PaletteView.Of([$"{r.Address} is removed, and {r.Count} instances that it left", .. r.Removed])),
    };

    private static async Task<int> ShowAsync(PaletteCall call) => call.Finish(
        await call.Api.ClusterAsync(call.Cancellation), ApiJson.Wire.ClusterReply, View);

    private static PaletteView View(ClusterReply reply) => new()
    {
        Columns = ["ADDRESS", "NAME", "STATUS", "STANDING", "ROLES", "ZONE", "VERSION", "HTTP"],
        Rows =
        [
            .. reply.Members.Select(m => (ImmutableArray<string>)
            [
                m.Self ? m.Address + " *" : m.Address,
                m.Name,
                m.Status,
                m.Standing,
                string.Join(",", m.Roles),
                m.Zone,
                m.Version,
                m.Http ?? "",
            ]),
        ],
        Lines =
        [
            $"Count: {reply.Members.Count} nodes; * the one that answers",
            .. reply.Away.Select(n => $"{n.Address} is away; {n.Kept} of its instances are kept for it"),
        ],
    };
}
