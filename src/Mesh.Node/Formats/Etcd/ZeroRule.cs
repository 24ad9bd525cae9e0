using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// go-zero: &lt;name&gt;/&lt;lease id&gt;, without a prefix, with the plain address as the value. The lease id in decimal
/// tells such a key from others.
/// </summary>
internal sealed class ZeroRule : IInstanceRule
{
    // Lease ids are random 63-bit numbers: shorter ones are counters of somebody else's layout.
    private const int MinDigits = 10;

    public bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var slash = key.IndexOf((byte)'/');
        return slash > 0
            && key.Length - slash > MinDigits
            && !key[(slash + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && value.Contains((byte)':');
    }

    public ServiceInstance? Derive(string key, ReadOnlySpan<byte> value)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return ServerAddress.TryParse(value, out var host, out var port)
            && ServiceName.TryParse(key[..slash], out var service, out _)
            && InstanceId.TryParse(key[(slash + 1)..], out var id, out _)
            ? new ServiceInstance { Service = service, Id = id, Host = host, Port = port, Status = InstanceStatus.Passing }
            : null;
    }
}
