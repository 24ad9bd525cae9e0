using System.Text;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// PREFIX&lt;service&gt;/&lt;host:port&gt;; the value is empty or an address, which then counts.
/// </summary>
internal sealed class NativeRule(string prefix) : IInstanceLayout
{
    public const string Layout = "address";

    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public string Name => Layout;

    public string Folder => prefix;

    public bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        key.StartsWith(_prefix) && (value.Length == 0 || value[^1] is >= (byte)'0' and <= (byte)'9');

    public ServiceInstance? Derive(string key, ReadOnlySpan<byte> value)
    {
        if (key[prefix.Length..].Split('/') is not [var service, var id])
            return null;
        if (!ServiceName.TryParse(service, out var name, out _) || !InstanceId.TryParse(id, out var instance, out _))
            return null;
        var isNamed = value.Length == 0
            ? ServerAddress.TryParse(id, out var host, out var port)
            : ServerAddress.TryParse(value, out host, out port);
        return isNamed
            ? new ServiceInstance { Service = name, Id = instance, Host = host, Port = port, Status = InstanceStatus.Passing }
            : null;
    }

    public string KeyOf(ServiceInstance instance) => prefix + ServerAddress.PathOf(instance);

    public byte[] ValueOf(ServiceInstance instance) => Encoding.UTF8.GetBytes(ServerAddress.Of(instance));
}
