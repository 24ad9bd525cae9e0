using System.Text;
using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Etcd.Instances;

/// <summary>
/// go-micro: PREFIX&lt;service&gt;/&lt;node&gt; with a service record that has this one node,
/// {"name","version","metadata","nodes":[{"id","address","metadata"}]}.
/// </summary>
internal sealed class MicroRule(string prefix) : IInstanceRule
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        key.StartsWith(_prefix) && value.Length > 0 && value[0] == (byte)'{';

    public ServiceInstance? Derive(string key, ReadOnlySpan<byte> value)
    {
        if (key[prefix.Length..].Split('/') is not [var name, var id])
            return null;
        using var json = JsonValue.TryParse(value);
        if (json?.RootElement is not { } root
            || NodeOf(root) is not { } node
            || node.Text("address") is not { } address
            || !HostPort.TryParse(address, out var host, out var port)
            || !ServiceName.TryParse(name, out var service, out _)
            || !InstanceId.TryParse(id, out var instance, out _))
            return null;
        return new ServiceInstance
        {
            Service = service,
            Id = instance,
            Host = host,
            Port = port,
            Version = root.Text("version") ?? "",
            Metadata = node.TryGetProperty("metadata", out var metadata) ? metadata.TextMap() : ValueMap<string>.Empty,
            Status = InstanceStatus.Passing,
        };
    }

    private static JsonElement? NodeOf(JsonElement root) =>
        root.TryGetProperty("nodes", out var nodes) && nodes.ValueKind is JsonValueKind.Array && nodes.GetArrayLength() == 1
            && nodes[0].ValueKind is JsonValueKind.Object
            ? nodes[0]
            : null;
}
