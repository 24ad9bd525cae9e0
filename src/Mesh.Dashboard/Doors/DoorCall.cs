using Mesh.Catalog;

namespace Mesh.Dashboard.Doors;

/// <summary>A first call at a door, as it is typed into a shell. It reads and changes nothing.</summary>
internal static class DoorCall
{
    private const string Authority = "mesh-ca.pem";

    /// <summary>Empty: people do not call the door.</summary>
    public static string Of(DoorFact door)
    {
        if (door.Listens.Count == 0 || !HostPort.TrySplit(Called(door.Listens[0]), out var host, out var port))
            return "";
        var at = HostPort.Text(host, port);
        var (scheme, ca) = door.IsTls ? ("https", $" --cacert {Authority}") : ("http", "");
        return door.Kind switch
        {
            DoorKind.Native => $"curl{ca}{Bearer(door)} {scheme}://{at}/mesh/v1/services",
            DoorKind.Consul => $"curl{ca}{(door.HasTokens ? " -H \"X-Consul-Token: $TOKEN\"" : "")} {scheme}://{at}/v1/catalog/services",
            DoorKind.Etcd => $"etcdctl --endpoints={scheme}://{at}{ca}{(door.HasTokens ? " --user \"$NAME:$TOKEN\"" : "")} get --prefix /services/",
            DoorKind.EtcdJson => $"curl{ca}{Bearer(door)} {scheme}://{at}/v3/kv/range -d '{{\"key\":\"L3NlcnZpY2VzLw==\",\"range_end\":\"L3NlcnZpY2VzMA==\"}}'",
            DoorKind.Dns => $"dig @{host} -p {port} SERVICE.service.consul SRV",
            DoorKind.Pbm => $"pbm {at} mesh services",
            _ => "",
        };
    }

    private static string Bearer(DoorFact door) => door.HasTokens ? " -H \"Authorization: Bearer $TOKEN\"" : "";

    /// <summary>Who listens everywhere is called at this machine.</summary>
    private static string Called(string address)
    {
        const string v4 = "0.0.0.0:", v6 = "[::]:";
        return address.StartsWith(v4, StringComparison.Ordinal) ? $"127.0.0.1:{address[v4.Length..]}"
            : address.StartsWith(v6, StringComparison.Ordinal) ? $"[::1]:{address[v6.Length..]}"
            : address;
    }
}
