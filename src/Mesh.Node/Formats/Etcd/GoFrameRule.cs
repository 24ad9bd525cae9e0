using System.Text;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// GoFrame: PREFIX&lt;name&gt;/&lt;version&gt;/&lt;host:port&gt;, with further addresses after commas; the prefix ends with the
/// deployment and the namespace. The value is the metadata as a JSON object. Clients look for the version "latest" unless told.
/// </summary>
internal sealed class GoFrameRule(string prefix) : IInstanceLayout
{
    private const string NoVersion = "latest";

    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public string Name => "goframe";

    public string Folder => prefix;

    public bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        key.StartsWith(_prefix) && (value.Length == 0 || value[0] == (byte)'{');

    public ServiceInstance? Derive(string key, ReadOnlySpan<byte> value)
    {
        if (key[prefix.Length..].Split('/') is not [var name, var version, var addresses]
            || !ServerAddress.TryParse(addresses.Split(',')[0], out var host, out var port)
            || !ServiceName.TryParse(name, out var service, out _)
            || !InstanceId.TryParse(addresses, out var id, out _))
            return null;
        using var json = value.Length == 0 ? null : JsonValue.TryParse(value);
        if (json is null && value.Length > 0)
            return null;
        return new ServiceInstance
        {
            Service = service,
            Id = id,
            Host = host,
            Port = port,
            Version = version == NoVersion ? "" : version,
            Metadata = json?.RootElement.TextMap() ?? ValueMap<string>.Empty,
            Status = InstanceStatus.Passing,
        };
    }

    public string? KeyOf(ServiceInstance instance) => instance.Version.Contains('/', StringComparison.Ordinal)
        ? null
        : $"{prefix}{instance.Service}/{(instance.Version.Length == 0 ? NoVersion : instance.Version)}/{ServerAddress.Of(instance)}";

    public byte[] ValueOf(ServiceInstance instance) => JsonValue.Bytes(json =>
    {
        foreach (var (key, value) in instance.Metadata)
            json.WriteString(key, value);
    });
}
