using System.Text;
using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>PREFIX&lt;service&gt;/&lt;id&gt; with a JSON object as the value.</summary>
internal abstract class JsonRule(string prefix) : IInstanceRule
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        key.StartsWith(_prefix) && value.Length > 0 && value[0] == (byte)'{';

    public ServiceInstance? Derive(string key, ReadOnlySpan<byte> value)
    {
        if (key[prefix.Length..].Split('/') is not [var name, var id]
            || !ServiceName.TryParse(name, out var service, out _)
            || !InstanceId.TryParse(id, out var instance, out _))
            return null;
        using var json = JsonValue.TryParse(value);
        return json is null ? null : Derive(service, instance, json.RootElement);
    }

    /// <summary>The instance that the object describes; null when it is not one after all.</summary>
    protected abstract ServiceInstance? Derive(ServiceName service, InstanceId id, JsonElement record);
}
