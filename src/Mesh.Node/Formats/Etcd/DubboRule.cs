using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// Dubbo's applications: PREFIX&lt;application&gt;/&lt;host:port&gt; under the prefix of services, with
/// {"ID","ServiceName","Host","Port","Weight","Enable","Healthy","Metadata","Tag"}.
/// </summary>
internal sealed class DubboRule(string prefix) : JsonRule("dubbo", prefix)
{
    // What Dubbo takes where none is given.
    public const int DefaultWeight = 100;

    public override bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        base.Fits(key, value) && value.IndexOf("\"ServiceName\""u8) > 0 && value.IndexOf("\"Host\""u8) > 0;

    protected override ServiceInstance? Derive(ServiceName service, InstanceId id, JsonElement record) =>
        ServerAddress.TryRead(record, "Host", "Port", out var host, out var port)
            ? new ServiceInstance
            {
                Service = service,
                Id = id,
                Host = host,
                Port = port,
                Weight = record.Weight("Weight", DefaultWeight),
                Tags = record.Text("Tag") is { Length: > 0 and <= InstanceLimits.TagLength } tag ? [tag] : [],
                Metadata = record.TextMap("Metadata"),
                Status = record.Flag("Enable") is false || record.Flag("Healthy") is false ? InstanceStatus.Critical : InstanceStatus.Passing,
            }
            : null;

    protected override string Path(ServiceInstance instance) => ServerAddress.PathOf(instance);

    protected override void Write(Utf8JsonWriter json, ServiceInstance instance)
    {
        json.WriteString("ID", ServerAddress.Of(instance));
        json.WriteString("ServiceName", instance.Service.Value);
        json.WriteString("Host", instance.Host);
        json.WriteNumber("Port", instance.Port);
        json.WriteNumber("Weight", instance.Weight);
        json.WriteBoolean("Enable", true);
        json.WriteBoolean("Healthy", true);
        json.WriteTextMap("Metadata", instance.Metadata);
        json.WriteString("Tag", instance.Tags.Count > 0 ? instance.Tags[0] : "");
    }
}
