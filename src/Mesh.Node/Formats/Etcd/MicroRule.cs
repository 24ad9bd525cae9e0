using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// go-micro: PREFIX&lt;service&gt;/&lt;node&gt; with a service record that has this one node,
/// {"name","version","metadata","nodes":[{"id","address","metadata"}]}.
/// </summary>
internal sealed class MicroRule(string prefix) : JsonRule("micro", prefix)
{
    protected override ServiceInstance? Derive(ServiceName service, InstanceId id, JsonElement record)
    {
        if (NodeOf(record) is not { } node
            || node.Text("address") is not { } address
            || !ServerAddress.TryParse(address, out var host, out var port))
            return null;
        return new ServiceInstance
        {
            Service = service,
            Id = id,
            Host = host,
            Port = port,
            Version = record.Text("version") ?? "",
            Metadata = node.TextMap("metadata"),
            Status = InstanceStatus.Passing,
        };
    }

    protected override void Write(Utf8JsonWriter json, ServiceInstance instance)
    {
        json.WriteString("name", instance.Service.Value);
        json.WriteString("version", instance.Version);
        json.WriteNull("metadata");
        json.WriteStartArray("endpoints");
        json.WriteEndArray();
        json.WriteStartArray("nodes");
        json.WriteStartObject();
        json.WriteString("id", instance.Id.Value);
        json.WriteString("address", ServerAddress.Of(instance));
        json.WriteTextMap("metadata", instance.Metadata);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static JsonElement? NodeOf(JsonElement record) =>
        record.TryGetProperty("nodes", out var nodes) && nodes.ValueKind is JsonValueKind.Array && nodes.GetArrayLength() == 1
            && nodes[0].ValueKind is JsonValueKind.Object
            ? nodes[0]
            : null;
}
