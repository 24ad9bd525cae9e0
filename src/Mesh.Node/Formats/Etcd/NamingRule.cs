using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// etcd's own naming and endpoints packages, which gRPC's resolver for etcd reads: &lt;target&gt;/&lt;name&gt; with the
/// value {"Op","Addr","Metadata"}. The service is the last part of the target, under whatever prefix.
/// </summary>
internal sealed class NamingRule(string servicePrefix) : IInstanceLayout
{
    public string Name => "naming";

    public string Folder => servicePrefix;

    public bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        value.Length > 0 && value[0] == (byte)'{' && value.IndexOf("\"Addr\""u8) > 0 && key.Contains((byte)'/');

    public ServiceInstance? Derive(string key, ReadOnlySpan<byte> value)
    {
        var path = key.StartsWith(servicePrefix, StringComparison.Ordinal) ? key[servicePrefix.Length..] : key;
        if (path.Trim('/').Split('/') is not { Length: >= 2 } parts)
            return null;
        using var json = JsonValue.TryParse(value);
        if (json?.RootElement is not { } root
            || root.Number("Op") is not (0 or 1 or null)
            || root.Text("Addr") is not { } address
            || !ServerAddress.TryParse(address, out var host, out var port)
            || !ServiceName.TryParse(parts[^2], out var service, out _)
            || !InstanceId.TryParse(parts[^1], out var id, out _))
            return null;
        return new ServiceInstance
        {
            Service = service,
            Id = id,
            Host = host,
            Port = port,
            Metadata = root.TextMap("Metadata"),
            Status = InstanceStatus.Passing,
        };
    }

    public string? KeyOf(ServiceInstance instance) => servicePrefix + ServerAddress.PathOf(instance);

    public byte[] ValueOf(ServiceInstance instance) => JsonValue.Bytes(json =>
    {
        json.WriteNumber("Op", 0);
        json.WriteString("Addr", ServerAddress.Of(instance));
        json.WriteTextMap("Metadata", instance.Metadata);
    });
}
