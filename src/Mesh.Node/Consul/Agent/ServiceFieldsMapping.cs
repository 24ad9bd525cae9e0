using System.Buffers;
using System.Text;
using System.Text.Json;
using Mesh.Catalog;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Json;

namespace Mesh.Node.Consul.Agent;

/// <summary>The fields of a service that the mesh only keeps and shows, and the ports by name among them. Pure.</summary>
internal static class ServiceFieldsMapping
{
    private static readonly string[] Kept = ["SocketPath", "Ports", "Proxy", "Connect", "Locality"];

    /// <summary>Those that say something, as compact JSON by name.</summary>
    public static ValueMap<string> Fields(FieldReader service)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var name in Kept)
        {
            if (service.Value(name) is not { } value)
                continue;
            var text = Compact(value);
            if (text.Length > InstanceLimits.DoorMetadataValueLength)
                service.Refuse(name, $"{text.Length} characters", $"must have at most {InstanceLimits.DoorMetadataValueLength}");
            fields.Add(KeyValuePair.Create(name, text));
        }

        return ValueMap<string>.From(fields);
    }

    /// <summary>The ports by name, and the one that counts for a service that gives none beside them; 0: there are none.</summary>
    public static (ValueMap<int> Named, int Default) Ports(FieldReader service)
    {
        if (service.Value("Ports") is not { ValueKind: JsonValueKind.Array })
            return (ValueMap<int>.Empty, 0);
        var named = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var first = 0;
        foreach (var port in service.Objects("Ports"))
        {
            var (name, number) = (port.Text("Name"), port.Number("Port") ?? 0);
            if (number is < 1 or > 65_535)
                port.Refuse("Port", $"{number}", "must be 1 to 65535");
            else if (name.Length > 0)
                named[name] = number;
            if (first == 0 || port.Flag("Default"))
                first = number;
        }

        return (ValueMap<int>.From(named), first);
    }

    public static string Compact(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, ConsulJson.Compact))
            value.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
