using System.Text;
using Mesh.Catalog;
using Mesh.KeyValues;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// PREFIX&lt;service&gt;/&lt;host:port&gt;; the value is empty or an address, which then counts. Also the layout in which
/// instances that came through other doors are shown.
/// </summary>
internal sealed class NativeRule(string prefix) : IInstanceRule
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public Octets Prefix => Octets.Wrap(_prefix);

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

    /// <summary>The key under which an instance of another door is shown.</summary>
    public Octets KeyOf(ServiceInstance instance) =>
        Octets.Utf8(KeyOf(prefix, instance.Service.Value, HostPort.Text(instance.Host, instance.Port)));

    public static string KeyOf(string prefix, string service, string address) => $"{prefix}{service}/{address}";

    /// <summary>The value of a shown key: its last part, the address.</summary>
    public static Octets ValueAt(Octets key) => Octets.Copy(key.Span[(key.Span.LastIndexOf((byte)'/') + 1)..]);
}
