using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>Kitex: PREFIX&lt;service&gt;/&lt;host:port&gt; with {"network","address","weight","tags"}. Hertz writes the same.</summary>
internal sealed class KitexRule(string prefix) : JsonRule("kitex", prefix)
{
    // What Kitex's resolver takes where none is given.
    private const int DefaultWeight = 10;

    protected override ServiceInstance? Derive(ServiceName service, InstanceId id, JsonElement record) =>
        record.Text("address") is { } address && ServerAddress.TryParse(address, out var host, out var port)
            ? new ServiceInstance
            {
                Service = service,
                Id = id,
                Host = host,
                Port = port,
                Weight = record.Weight("weight", DefaultWeight),
                Metadata = record.TextMap("tags"),
                Status = InstanceStatus.Passing,
            }
            : null;

    protected override string Path(ServiceInstance instance) => ServerAddress.PathOf(instance);

    protected override void Write(Utf8JsonWriter json, ServiceInstance instance)
    {
        json.WriteString("network", "tcp");
        json.WriteString("address", ServerAddress.Of(instance));
        json.WriteNumber("weight", instance.Weight);
        json.WriteTextMap("tags", instance.Metadata);
    }
}
