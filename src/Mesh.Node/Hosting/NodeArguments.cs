using System.Globalization;
using Mesh.Catalog;
using Mesh.Federation.Options;
using Mesh.Node.Listening;
using Mesh.Palette;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Hosting;

/// <summary>The options of a node, and how they are read. Pure.</summary>
internal static class NodeArguments
{
    public static readonly IReadOnlyList<PaletteArgument> All =
    [
        new("name", "The name of the node, for people") { ValueName = "NAME" },
        new("host", "The address to listen on and to tell the others, default 127.0.0.1") { ValueName = "HOST" },
        new("port", "The port of remoting between nodes, default 4053, 0 takes any") { ValueName = "PORT" },
        new("seed", "A node to join through; can be repeated; none: the node forms its own mesh")
        {
            ValueName = "HOST:PORT", AllowMultiple = true,
        },
        new("http", "The port of the native HTTP API, default 8500, 0 takes any") { ValueName = "PORT" },
        new("zone", "Where the node runs, such as a rack or availability zone") { ValueName = "ZONE" },
        new("mesh", "The mesh to be part of, default mesh; nodes of another are refused") { ValueName = "NAME" },
        new("data", "Where kept instances are stored, so that they survive a restart of the whole mesh")
        {
            ValueName = "DIR",
        },
        new("config", "A file of HOCON that overrides built-in settings") { ValueName = "FILE" },
        new("insecure", "Listen beyond loopback without TLS; only for networks that are protected otherwise")
        {
            IsFlag = true,
        },
        new("gateway", "Be a gateway to other meshes: where to listen for their datagrams; port 0 takes any")
        {
            ValueName = "HOST:PORT",
        },
        new("federation-seed", "A gateway to enter the overlay between meshes through; can be repeated")
        {
            ValueName = "HOST:PORT", AllowMultiple = true,
        },
        new("federation-credentials", "The folder that mesh certs gateway made") { ValueName = "DIR" },
        new("federation-mode", "Who may be part of the overlay: the certified (closed, default) or anyone (open)")
        {
            ValueName = "closed|open",
        },
        new("federation-client", "Only ask the overlay; for a gateway that others cannot reach") { IsFlag = true },
        new("doors", "Open every door at its known port (all) or none, default none") { ValueName = "all|none" },
        new("consul", "Serve the Consul HTTP API on the port of the native API") { IsFlag = true },
        new("etcd", "Serve the etcd v3 API over gRPC, default port 2379, 0 takes any")
        {
            ValueName = "PORT", ValueWhenBare = Text(DoorSettings.DefaultEtcdPort),
        },
        new("etcd-json", "The port of the JSON form of the etcd API, default 2381 with --etcd, 0 takes any")
        {
            ValueName = "PORT", ValueWhenBare = Text(DoorSettings.DefaultEtcdJsonPort),
        },
        new("dns", "Serve DNS over UDP and TCP, default port 8600, 0 takes any")
        {
            ValueName = "PORT", ValueWhenBare = Text(DoorSettings.DefaultDnsPort),
        },
        new("ports-file", "Write the ports as JSON to this file once the node is ready") { ValueName = "FILE" },
        new("pbm", "The port for pbm, in builds with Petabridge.Cmd") { ValueName = "PORT", IsHidden = !PbmHost.IsBuiltIn },
        new("exit-with-stdin", "Stop when stdin ends") { IsFlag = true, IsHidden = true },
    ];

    public static Mapped<NodeSettings> Read(PaletteInput input, bool isJson)
    {
        var faults = new List<InvalidField>();
        if (!PbmHost.IsBuiltIn && input.Has("pbm"))
            faults.Add(new("--pbm", "", "is not built in; build with -p:PetabridgeCmd=true"));
        var settings = new NodeSettings
        {
            Name = input.Optional("name"),
            Host = input.Optional("host"),
            Port = Port("port", input, faults),
            Seeds = input.All("seed"),
            Http = Port("http", input, faults) ?? NodeSettings.DefaultHttpPort,
            Doors = Doors(input, faults),
            Pbm = PbmHost.IsBuiltIn ? Port("pbm", input, faults) : null,
            Zone = input.Optional("zone"),
            MeshName = input.Optional("mesh"),
            DataDirectory = input.Optional("data"),
            Gateway = input.Optional("gateway"),
            FederationSeeds = input.All("federation-seed"),
            FederationMode = Mode(input, faults),
            FederationCredentials = input.Optional("federation-credentials"),
            FederationClient = input.Has("federation-client"),
            ConfigFile = input.Optional("config"),
            Insecure = input.Has("insecure"),
            PortsFile = input.Optional("ports-file"),
            IsJson = isJson,
            ExitWithStdin = input.Has("exit-with-stdin"),
        };
        return new(settings, faults);
    }

    private static DoorSettings Doors(PaletteInput input, List<InvalidField> faults)
    {
        var doors = input.Optional("doors");
        if (doors is not (null or "all" or "none"))
            faults.Add(new("--doors", doors, "must be all or none"));
        var all = doors == "all";
        var etcd = Port("etcd", input, faults) ?? (all ? DoorSettings.DefaultEtcdPort : null);
        return new DoorSettings
        {
            Consul = all || input.Has("consul"),
            Etcd = etcd,
            EtcdJson = Port("etcd-json", input, faults) ?? (etcd is null ? null : DoorSettings.DefaultEtcdJsonPort),
            Dns = Port("dns", input, faults) ?? (all ? DoorSettings.DefaultDnsPort : null),
        };
    }

    private static FederationMode? Mode(PaletteInput input, List<InvalidField> faults)
    {
        var mode = input.Optional("federation-mode");
        if (mode is not (null or "closed" or "open"))
            faults.Add(new("--federation-mode", mode, "must be closed or open"));
        return mode is null ? null : mode == "open" ? FederationMode.Open : FederationMode.Closed;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static int? Port(string name, PaletteInput input, List<InvalidField> faults) =>
        (int?)FieldText.Number("--" + name, input.Optional(name), 0, 65_535, faults);
}
