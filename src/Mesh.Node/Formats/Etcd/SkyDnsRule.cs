using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// SkyDNS, which CoreDNS's etcd plugin reads: the labels of a name from the last to the first, with {"host","port","weight"}. The
/// prefix holds the domain; below it stand the labels of the service, then one of the instance:
/// PREFIXeast/production/rails/1 is instance 1 of the service rails.production.east.
/// </summary>
internal sealed class SkyDnsRule(string prefix) : JsonRule("skydns", prefix)
{
    private const int MaxLabel = 63;

    // What a record has that an instance has no field for.
    private static readonly string[] Texts = ["text", "group"];

    protected override ServiceInstance? Derive(ServiceName service, InstanceId id, JsonElement record) =>
        ServerAddress.TryRead(record, "host", "port", out var host, out var port) && record.Flag("mail") is not true
            ? new ServiceInstance
            {
                Service = service,
                Id = id,
                Host = host,
                Port = port,
                Weight = record.Weight("weight", 1),
                Metadata = ValueMap<string>.From(record.TextMap().Where(e => e.Key == "priority" || Texts.Contains(e.Key))),
                Status = InstanceStatus.Passing,
            }
            : null;

    protected override (string Service, string Id)? Split(string[] parts) =>
        parts.Length >= 2 ? (string.Join('.', parts[..^1].Reverse()), parts[^1]) : null;

    protected override string Path(ServiceInstance instance) =>
        $"{string.Join('/', instance.Service.Value.Split('.').Reverse())}/{Label(instance.Id.Value)}";

    protected override void Write(Utf8JsonWriter json, ServiceInstance instance)
    {
        json.WriteString("host", instance.Host);
        json.WriteNumber("port", instance.Port);
        json.WriteNumber("weight", instance.Weight);
        if (instance.Metadata.TryGetValue("priority", out var priority) && ushort.TryParse(priority, out var number))
            json.WriteNumber("priority", number);
        foreach (var name in Texts.Where(instance.Metadata.ContainsKey))
            json.WriteString(name, instance.Metadata[name]);
    }

    /// <summary>The id where it can be a label; otherwise what is left of it, and a digest that tells it from others.</summary>
    private static string Label(string id)
    {
        if (id.Length <= MaxLabel && id.All(IsOfLabel) && id[0] != '-' && id[^1] != '-')
            return id;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 4));
        var rest = string.Concat(id.Take(MaxLabel - 9).Select(c => IsOfLabel(c) ? c : '-')).Trim('-');
        return rest.Length == 0 ? digest : $"{rest}-{digest}";
    }

    private static bool IsOfLabel(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-';
}
