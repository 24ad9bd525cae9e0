using System.Text;
using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>PREFIX&lt;service&gt;/&lt;id&gt; with a JSON object as the value.</summary>
internal abstract class JsonRule(string name, string prefix) : IInstanceLayout
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public string Name => name;

    public string Folder => prefix;

    public virtual bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        key.StartsWith(_prefix) && value.Length > 0 && value[0] == (byte)'{';

    public ServiceInstance? Derive(string key, ReadOnlySpan<byte> value)
    {
        if (Split(key[prefix.Length..].Split('/')) is not { } parts
            || !ServiceName.TryParse(parts.Service, out var service, out _)
            || !InstanceId.TryParse(parts.Id, out var instance, out _))
            return null;
        using var json = JsonValue.TryParse(value);
        return json is null ? null : Derive(service, instance, json.RootElement);
    }

    public string? KeyOf(ServiceInstance instance) => Path(instance) is { } path ? prefix + path : null;

    public byte[] ValueOf(ServiceInstance instance) => JsonValue.Bytes(json => Write(json, instance));

    /// <summary>What the parts of a key below the prefix name; null: it is not of this layout.</summary>
    protected virtual (string Service, string Id)? Split(string[] parts) => parts is [var service, var id] ? (service, id) : null;

    /// <summary>The other way: the key below the prefix.</summary>
    protected virtual string? Path(ServiceInstance instance) =>
        instance.Id.Value.Contains('/', StringComparison.Ordinal) ? null : $"{instance.Service}/{instance.Id}";

    /// <summary>The instance that the object describes; null when it is not one after all.</summary>
    protected abstract ServiceInstance? Derive(ServiceName service, InstanceId id, JsonElement record);

    /// <summary>The members of the object that describes the instance.</summary>
    protected abstract void Write(Utf8JsonWriter json, ServiceInstance instance);
}
