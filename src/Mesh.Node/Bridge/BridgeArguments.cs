using Mesh.Catalog;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Formats.Etcd;
using Mesh.Node.Hosting;
using Mesh.Node.Listening;
using Mesh.Palette;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Bridge;

/// <summary>The options of a bridge, and how they are read. Pure.</summary>
internal static class BridgeArguments
{
    private const int MaxName = 64;
    private static readonly string[] ForEtcd = ["prefix", "layout"];
    private static readonly string[] Formats = [.. Enum.GetNames<LogFormat>().Select(n => n.ToLowerInvariant())];
    private static readonly string[] Levels = [.. Enum.GetNames<LogLevel>().Select(n => n.ToLowerInvariant())];

    public static readonly IReadOnlyList<PaletteArgument> All =
    [
        new("system", "What to copy to and from") { IsPositional = true, IsMandatory = true, ValueName = "consul|etcd" },
        new("to", "Where it is: http://HOST:PORT, or https") { IsMandatory = true, ValueName = "URL" },
        new("direction", "in: from it into the mesh; out: from the mesh to it; both (default)") { ValueName = "in|out|both" },
        new("id", "The name of this bridge, which marks its copies; default bridge. One per pair of systems") { ValueName = "NAME" },
        new("mesh", "What marks call this mesh, default mesh") { ValueName = "NAME" },
        new("cluster", "What marks call the other system; default its datacenter or cluster id") { ValueName = "NAME" },
        new("prefix", "etcd: one more prefix under which instances are; can be repeated") { ValueName = "KEY", AllowMultiple = true },
        new("layout", $"etcd: what copies look like: {string.Join(", ", InstanceRules.Names)}; default {NativeRule.Layout}") { ValueName = "LAYOUT" },
        new("max-delete", "How much of the copies may be removed at once, in percent, default 30; 100: any") { ValueName = "PERCENT" },
        new("keep", "Leave the copies at the stop, for the process that comes next; in the mesh and in etcd they last 30 s") { IsFlag = true },
        new("metrics", "Serve /metrics and /healthz on this port of loopback, 0 takes any; default none") { ValueName = "PORT" },
        new("log-format", "Write the log as text (default) or as lines of JSON") { ValueName = "text|json" },
        new("log-level", $"The least level that is logged: {string.Join(", ", Levels)}; default information") { ValueName = "LEVEL" },
        new("exit-with-stdin", "Stop when stdin ends") { IsFlag = true, IsHidden = true },
    ];

    /// <param name="token">The token for Consul.</param>
    public static Mapped<BridgeSettings> Read(PaletteInput input, string? token, bool isJson)
    {
        var faults = new List<InvalidField>();
        var system = OneOf(input, "system", "", [BridgeSettings.Consul, BridgeSettings.Etcd], faults);
        var direction = OneOf(input, "direction", "both", ["in", "out", "both"], faults);
        var isEtcd = system == BridgeSettings.Etcd;
        foreach (var name in ForEtcd.Where(n => !isEtcd && input.Has(n)))
            faults.Add(new("--" + name, input.Text(name), "is for etcd only"));
        var settings = new BridgeSettings
        {
            System = system,
            To = Url("to", input.Text("to"), faults),
            In = direction is "in" or "both",
            Out = direction is "out" or "both",
            Id = Name("id", input, faults) ?? "bridge",
            Mesh = Name("mesh", input, faults) ?? "mesh",
            Cluster = Name("cluster", input, faults),
            Prefixes = Prefixes(input, faults),
            Layout = OneOf(input, "layout", NativeRule.Layout, InstanceRules.Names, faults),
            Guard = new GuardTerms((FieldText.Number("--max-delete", input.Optional("max-delete"), 0, 100, faults) ?? 30) / 100d),
            Token = string.IsNullOrEmpty(token) ? null : token,
            Metrics = (int?)FieldText.Number("--metrics", input.Optional("metrics"), 0, 65_535, faults),
            Keep = input.Has("keep"),
            Log = Log(input, faults),
            IsJson = isJson,
            ExitWithStdin = input.Has("exit-with-stdin"),
        };
        return new(settings, faults);
    }

    private static LogSettings Log(PaletteInput input, List<InvalidField> faults) => new(
        OneOf(input, "log-format", "text", Formats, faults) == "json" ? LogFormat.Json : LogFormat.Text,
        Enum.TryParse<LogLevel>(OneOf(input, "log-level", "information", Levels, faults), ignoreCase: true, out var level) ? level : LogLevel.Information,
        new Dictionary<string, LogLevel>());

    private static string[] Prefixes(PaletteInput input, List<InvalidField> faults)
    {
        foreach (var prefix in input.All("prefix").Where(p => p.Length is 0 or > 256))
            faults.Add(new("--prefix", prefix, "must be 1 to 256 characters"));
        string[] all = [.. EtcdPrefixes.Default.All, .. input.All("prefix")];
        return [.. all.Distinct()];
    }

    private static string OneOf(
        PaletteInput input, string name, string byDefault, IReadOnlyList<string> values, List<InvalidField> faults)
    {
        var given = input.Optional(name) ?? byDefault;
        if (!values.Contains(given))
            faults.Add(new(name == "system" ? name : "--" + name, given, $"must be one of {string.Join(", ", values)}"));
        return given;
    }

    private static Uri Url(string name, string text, List<InvalidField> faults)
    {
        if (!NodeUrl.TryParse(text, out var url))
            faults.Add(new("--" + name, text, "must be an http URL such as http://127.0.0.1:8500"));
        return url;
    }

    private static string? Name(string name, PaletteInput input, List<InvalidField> faults)
    {
        var text = input.Optional(name);
        if (text is not null
            && (text.Length is 0 or > MaxName || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
            faults.Add(new("--" + name, text, $"must be 1 to {MaxName} letters, digits, '-', '_' or '.'"));
        return text;
    }
}
