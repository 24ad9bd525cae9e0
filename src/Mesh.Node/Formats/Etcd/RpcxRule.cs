using System.Globalization;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// rpcx: &lt;base path&gt;/&lt;service&gt;/&lt;network&gt;@&lt;host:port&gt; with the metadata as the query of a URL. The network before
/// the address tells such a key from others, under whatever base path; the prefix is the one under which instances are written.
/// </summary>
internal sealed class RpcxRule(string prefix) : IInstanceLayout
{
    private const string Weight = "weight";
    private static readonly string[] Networks = ["tcp", "http", "quic", "kcp", "ws", "wss", "reuseport"];

    public string Name => "rpcx";

    public string Folder => prefix;

    public bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var last = key[(key.LastIndexOf((byte)'/') + 1)..];
        var at = last.IndexOf((byte)'@');
        return at > 0 && last.Length < key.Length && IsNetwork(last[..at]);
    }

    public ServiceInstance? Derive(string key, ReadOnlySpan<byte> value)
    {
        if (key.Split('/') is not [.., var name, var last]
            || !ServerAddress.TryParse(last[(last.IndexOf('@', StringComparison.Ordinal) + 1)..], out var host, out var port)
            || !ServiceName.TryParse(name, out var service, out _)
            || !InstanceId.TryParse(last, out var id, out _)
            || QueryText.TryParse(value) is not { } metadata)
            return null;
        return new ServiceInstance
        {
            Service = service,
            Id = id,
            Host = host,
            Port = port,
            Ports = ValueMap<int>.From([new(last[..last.IndexOf('@', StringComparison.Ordinal)], port)]),
            Weight = metadata.TryGetValue(Weight, out var weight) ? WeightText.Parse(weight, 1) : 1,
            Metadata = ValueMap<string>.From(metadata.Where(e => e.Key != Weight)),
            // How a server of rpcx tells its clients that it takes no more calls.
            Status = metadata.TryGetValue("state", out var state) && state == "inactive" ? InstanceStatus.Critical : InstanceStatus.Passing,
        };
    }

    public string? KeyOf(ServiceInstance instance)
    {
        var scheme = PortNames.Scheme(instance);
        var network = scheme is not null && Networks.Contains(scheme) ? scheme : "tcp";
        return $"{prefix}{instance.Service}/{network}@{ServerAddress.Of(instance)}";
    }

    public byte[] ValueOf(ServiceInstance instance) => Encoding.UTF8.GetBytes(QueryText.Of(instance.Weight == 1
        ? instance.Metadata
        : instance.Metadata.Where(e => e.Key != Weight).Append(new(Weight, instance.Weight.ToString(CultureInfo.InvariantCulture)))));

    private static bool IsNetwork(ReadOnlySpan<byte> text)
    {
        foreach (var network in Networks)
        {
            if (Ascii.Equals(text, network))
                return true;
        }

        return false;
    }
}
