using System.Collections.Immutable;
using System.Globalization;
using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

/// <summary>The overlay that joins meshes, asked at a gateway.</summary>
internal static class KadCommands
{
    public static readonly PaletteCommand Lookup = new()
    {
        Name = "kad lookup",
        Description = "Look up which meshes export a service, where a mesh is, or which gateways are nearest to a point",
        Arguments =
        [
            new("service", "The service") { IsPositional = true, ValueName = "SERVICE" },
            CommandArguments.Text("mesh", "A mesh by its name or id, in place of a service", "MESH"),
            CommandArguments.Text("point", "64 hexadecimal digits, in place of a service: the gateways nearest to it", "ID"),
            new("all", "The records of all meshes, not only the first answer") { IsFlag = true },
            CommandArguments.Text("deadline", "How long to look, 100ms to 30s, default 5s", "TIME"),
        ],
        Examples = ["kad lookup orders", "kad lookup orders --all --output json", "kad lookup --mesh eu"],
        Run = LookupAsync,
    };

    public static readonly PaletteCommand Table = new()
    {
        Name = "kad table",
        Description = "List the gateways that this gateway knows",
        Examples = ["kad table", "kad table --output json"],
        Run = async call => call.Finish(
            await call.Api.KadTableAsync(call.Cancellation),
            ApiJson.Wire.KadTableReply,
            t => Peers(t.Peers) with
            {
                Lines =
                [
                    $"node {t.Node} of mesh {t.MeshName} {t.Mesh} at {t.Address}, {(t.Closed ? "closed" : "open")} federation, "
                        + $"{t.Peers.Count} gateways in {t.Buckets} buckets",
                ],
            }),
    };

    public static readonly PaletteCommand Ping = new()
    {
        Name = "kad ping",
        Description = "Ask a gateway whether it is there",
        Arguments = [new("address", "Of the gateway") { IsPositional = true, IsMandatory = true, ValueName = "ADDRESS:PORT" }],
        Examples = ["kad ping 10.0.0.1:4100"],
        Run = async call => call.Finish(
            await call.Api.KadPingAsync(call.Input.Text("address"), call.Cancellation),
            ApiJson.Wire.KadPingReply,
            r => PaletteView.Of($"{r.Address} is {r.Node}, {Number(r.RoundTripMs)} ms by {r.Carrier}")),
    };

    public static readonly PaletteCommand StoreStats = new()
    {
        Name = "kad store-stats",
        Description = "Say what this gateway holds for the overlay, publishes, and has done",
        Examples = ["kad store-stats"],
        Run = async call => call.Finish(
            await call.Api.KadStoreAsync(call.Cancellation), ApiJson.Wire.KadStoreReply, StoreView),
    };

    private static async Task<int> LookupAsync(PaletteCall call)
    {
        var query = new KadLookupQuery
        {
            Service = call.Input.Optional("service"),
            Mesh = call.Input.Optional("mesh"),
            Node = call.Input.Optional("point"),
            All = call.Input.Has("all") ? "true" : null,
            Deadline = call.Input.Optional("deadline"),
        };
        var reply = await call.Api.KadLookupAsync(query, call.Cancellation);
        if (reply.Value is { Meshes.Count: 0, Peers.Count: 0 })
            return call.Fail(ApiProblems.Missing($"nothing found for {query.Service ?? query.Mesh ?? query.Node}"));
        return call.Finish(reply, ApiJson.Wire.KadLookupReply, LookupView);
    }

    private static PaletteView LookupView(KadLookupReply reply)
    {
        var table = reply.Meshes.Count == 0 ? Peers(reply.Peers) : new PaletteView
        {
            Columns = ["MESH", "NAME", "GATEWAYS", "GOOD UNTIL"],
            Rows =
            [
                .. reply.Meshes.Select(m => (ImmutableArray<string>)
                [
                    m.Mesh[..16], m.Name, string.Join(",", m.Gateways), m.NotAfter.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                ]),
            ],
        };
        return table with
        {
            Lines =
            [
                $"{reply.Hops} hops, {reply.Requests} questions, {reply.Failures} not answered, {Number(reply.Ms)} ms"
                    + (reply.Whole ? "" : ", cut short by the deadline"),
            ],
        };
    }

    private static PaletteView Peers(IReadOnlyList<KadPeerModel> peers) => new()
    {
        Columns = ["ID", "ADDRESS", "SHARED BITS", "FAILURES", "HEARD"],
        Rows =
        [
            .. peers.Select(p => (ImmutableArray<string>)
            [
                p.Id[..16],
                p.Address,
                Number(p.SharedBits),
                p.Failures is { } failures ? Number(failures) : "",
                p.HeardAgoMs is { } heard ? $"{Number(heard / 1000)} s ago" : "",
            ]),
        ],
    };

    private static PaletteView StoreView(KadStoreReply s) => PaletteView.Of(
    [
        $"{s.Records} records under {s.Keys} keys, {s.RecordsHandedOver} handed over, {s.RecordsRefused} refused",
        $"{s.RequestsSent} questions sent, {s.RequestsAnswered} answered, {s.RequestsFailed} not answered, {s.AnswersDropped} answers unasked",
        $"{s.DatagramsReceived} datagrams received, {s.DatagramsMalformed} malformed, {s.DatagramsLimited} over the limits, {s.DatagramsRefused} refused",
        .. s.Published.Select(p => $"publishes {p}"),
    ]);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
