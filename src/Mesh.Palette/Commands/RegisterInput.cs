using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;

namespace Mesh.Palette.Commands;

/// <summary>From the arguments of register to a body. Pure.</summary>
internal static class RegisterInput
{
    private static readonly string[] CheckDetails = ["interval", "timeout", "passes", "fails"];

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
            Zone = input.Optional("zone"),
            Version = input.Optional("version"),
            Weight = (int?)FieldText.Number("weight", input.Optional("weight"), 0, InstanceLimits.MaxWeight, faults),
            Tags = input.Has("tag") ? [.. input.All("tag")] : null,
            Metadata = input.Has("meta") ? Pairs("meta", input, faults) : null,
            Ports = input.Has("port") ? Ports(input, faults) : null,
        };
        return new(body, faults);
    }

    /// <summary>"host:port" or "[IPv6]:port".</summary>
    public static (string Host, int Port) Address(string text, List<InvalidField> faults)
    {
        var colon = text.LastIndexOf(':');
        var port = colon < 0 ? null : text[(colon + 1)..];
        var host = colon < 0 ? "" : text[..colon].Trim('[', ']');
        var bad = new List<InvalidField>();
        var number = FieldText.Number("address", port ?? "", 0, 65_535, bad);
        if (host.Length > 0 && number is not null)
            return (host, (int)number);
        faults.Add(new("address", ApiProblems.Shorten(text), "must be HOST:PORT"));
        return ("", 0);
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
                faults.Add(new(name, ApiProblems.Shorten(text), "must be KEY=VALUE"));
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
}
