using Mesh.Catalog;
using Mesh.Palette;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Hosting;

/// <summary>The options of a node, and how they are read. Pure.</summary>
internal static class NodeArguments
{
    private const string NoSuchDoor = "is not built in; this node has the native HTTP API only";

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
        new("doors", "none (default); all needs a node with every door built in") { ValueName = "all|none" },
        new("ports-file", "Write the ports as JSON to this file once the node is ready") { ValueName = "FILE" },
        new("consul", "The Consul door") { IsFlag = true, IsHidden = true },
        new("etcd", "The port of the etcd door") { ValueName = "PORT", IsHidden = true },
        new("etcd-json", "The port of the JSON form of the etcd door") { ValueName = "PORT", IsHidden = true },
        new("dns", "The port of the DNS door") { ValueName = "PORT", IsHidden = true },
        new("pbm", "The port for pbm, in builds with Petabridge.Cmd") { ValueName = "PORT", IsHidden = !PbmHost.IsBuiltIn },
        new("exit-with-stdin", "Stop when stdin ends") { IsFlag = true, IsHidden = true },
    ];

    public static Mapped<NodeSettings> Read(PaletteInput input, bool isJson)
    {
        var faults = new List<InvalidField>();
        string[] missing = ["consul", "etcd", "etcd-json", "dns", .. (string[])(PbmHost.IsBuiltIn ? [] : ["pbm"])];
        foreach (var door in missing)
        {
            if (input.Has(door))
                faults.Add(new("--" + door, "", NoSuchDoor));
        }

        if (input.Optional("doors") is { } doors && doors != "none")
            faults.Add(new("--doors", doors, doors == "all" ? NoSuchDoor : "must be all or none"));
        var settings = new NodeSettings
        {
            Name = input.Optional("name"),
            Host = input.Optional("host"),
            Port = Port("port", input, faults),
            Seeds = input.All("seed"),
            Http = Port("http", input, faults) ?? NodeSettings.DefaultHttpPort,
            Pbm = PbmHost.IsBuiltIn ? Port("pbm", input, faults) : null,
            Zone = input.Optional("zone"),
            MeshName = input.Optional("mesh"),
            DataDirectory = input.Optional("data"),
            ConfigFile = input.Optional("config"),
            Insecure = input.Has("insecure"),
            PortsFile = input.Optional("ports-file"),
            IsJson = isJson,
            ExitWithStdin = input.Has("exit-with-stdin"),
        };
        return new(settings, faults);
    }

    private static int? Port(string name, PaletteInput input, List<InvalidField> faults) =>
        (int?)FieldText.Number("--" + name, input.Optional(name), 0, 65_535, faults);
}
