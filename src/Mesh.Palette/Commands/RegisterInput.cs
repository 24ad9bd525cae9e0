using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;
using static Mesh.Palette.Commands.CommandArguments;

namespace Mesh.Palette.Commands;

/// <summary>From the arguments of register to a body. Pure.</summary>
internal static class RegisterInput
{
    private static readonly string[] CheckDetails = ["interval", "timeout", "passes", "fails"];

    /// <summary>What an instance may say of itself beyond its address and health: a line for each field.</summary>
    private static readonly Detail[] Details =
    [
        new(Text("zone", "Where it runs", "ZONE"), (body, input, _) => body with { Zone = input.Optional("zone") }),
        new(
            Text("weight", "Its share of calls relative to the others, default 1", "N"),
            (body, input, faults) => body with
            {
                Weight = (int?)FieldText.Number("weight", input.Optional("weight"), 0, InstanceLimits.MaxWeight, faults),
            }),
        new(
            Text("version", "The version of what runs", "VERSION"),
            (body, input, _) => body with { Version = input.Optional("version") }),
        new(
            Many("tag", "A tag; can be repeated", "TAG"),
            (body, input, _) => body with { Tags = input.Has("tag") ? [.. input.All("tag")] : null }),
        new(
            Many("meta", "A piece of metadata; can be repeated", "KEY=VALUE"),
            (body, input, faults) => body with { Metadata = input.Has("meta") ? Pairs("meta", input, faults) : null }),
        new(
            Many("port", "A further port by name; can be repeated", "NAME=PORT"),
            (body, input, faults) => body with { Ports = input.Has("port") ? Ports(input, faults) : null }),
    ];

    /// <summary>The arguments of the details.</summary>
    public static IEnumerable<PaletteArgument> Arguments => Details.Select(d => d.Argument);

    public static Mapped<RegisterBody> ToBody(PaletteInput input)
    {
        var faults = new List<InvalidField>();
        var (host, port) = Address(input.Text("address"), faults);
        var body = new RegisterBody
        {
            Host = host,
            Port = port,
            Ttl = input.Optional("ttl"),
            Check = ToCheck(input, faults),
            DeregisterAfter = input.Optional("deregister-after"),
            Lifetime = ToLifetime(input, faults),
        };
        return new(Details.Aggregate(body, (known, detail) => detail.Read(known, input, faults)), faults);
    }

    /// <summary>"host:port" or "[IPv6]:port".</summary>
    public static (string Host, int Port) Address(string text, List<InvalidField> faults)
    {
        if (HostPort.PortOf(text) is >= 0 and <= 65_535 and var port && HostPort.HostOf(text) is { Length: > 0 } host)
            return (host, port);
        faults.Add(new("address", ShortText.Of(text), "must be HOST:PORT"));
        return ("", 0);
    }

    private static string? ToLifetime(PaletteInput input, List<InvalidField> faults)
    {
        var given = input.Optional("lifetime");
        var life = EnumText.ReadOptional<Lifetime>("lifetime", given, faults);
        if (!input.Has("floating"))
            return given;
        if (life is not null and not Lifetime.Floating)
            faults.Add(new("lifetime", given!, "must not be given together with --floating"));
        return EnumText.Of(Lifetime.Floating);
    }

    private static CheckModel? ToCheck(PaletteInput input, List<InvalidField> faults)
    {
        if (!input.Has("tcp") && !input.Has("http") && !input.Has("grpc"))
        {
            foreach (var detail in CheckDetails.Where(input.Has))
                faults.Add(new(detail, input.Text(detail), "needs --tcp, --http or --grpc"));
            return null;
        }

        return new CheckModel
        {
            Tcp = input.Has("tcp") ? input.Text("address") : null,
            Http = input.Optional("http"),
            Grpc = input.Has("grpc") ? input.Text("address") : null,
            Interval = input.Optional("interval"),
            Timeout = input.Optional("timeout"),
            Passes = (int?)FieldText.Number("passes", input.Optional("passes"), 1, InstanceLimits.Thresholds, faults),
            Fails = (int?)FieldText.Number("fails", input.Optional("fails"), 1, InstanceLimits.Thresholds, faults),
        };
    }

    private static Dictionary<string, string> Pairs(string name, PaletteInput input, List<InvalidField> faults)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var text in input.All(name))
        {
            var parts = text.Split('=', 2);
            if (parts is not [{ Length: > 0 } key, var value])
                faults.Add(new(name, ShortText.Of(text), "must be KEY=VALUE"));
            else
                pairs[key] = value;
        }

        return pairs;
    }

    private static Dictionary<string, int> Ports(PaletteInput input, List<InvalidField> faults)
    {
        var ports = new Dictionary<string, int>();
        foreach (var (name, text) in Pairs("port", input, faults))
            ports[name] = (int)(FieldText.Number("port", text, 1, 65_535, faults) ?? 0);
        return ports;
    }

    /// <summary>An argument, and what it says of the body.</summary>
    private sealed record Detail(PaletteArgument Argument, Func<RegisterBody, PaletteInput, List<InvalidField>, RegisterBody> Read);
}
