using Mesh.Catalog;
using Mesh.Client;
using Mesh.Hosting;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Listening;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Etcd.Members;

/// <summary>Where clients find the door. A free port is known once the node listens.</summary>
internal sealed class DoorAddress(IOptions<MeshClientOptions> options, IServer server, DoorSettings doors)
{
    public string Name => options.Value.NodeName.Length > 0 ? options.Value.NodeName : HostPort.Text(Host, Port);

    /// <summary>By which the member is known, whatever the protocol that asks.</summary>
    public string ClientUrl => UrlOf(Port);

    /// <summary>What the other members are told, by the names of <see cref="NameOf"/>.</summary>
    public ValueMap<string> Urls
    {
        get
        {
            var ports = ListenedPorts.Of(server, doors);
            var urls = new List<KeyValuePair<string, string>>();
            if (ports.Etcd is { } etcd)
                urls.Add(new(NameOf(Door.Etcd), UrlOf(etcd)));
            if (ports.EtcdJson is { } json)
                urls.Add(new(NameOf(Door.EtcdJson), UrlOf(json)));
            return ValueMap<string>.From(urls);
        }
    }

    private string Host => NodeAddress.HostOf(options.Value);

    private int Port
    {
        get
        {
            var ports = ListenedPorts.Of(server, doors);
            return ports.Etcd ?? ports.EtcdJson ?? 0;
        }
    }

    /// <summary>What members call a door of a protocol when they tell each other of it.</summary>
    public static string NameOf(Door door) => door is Door.EtcdJson ? "etcd-json" : "etcd";

    /// <summary>The URL by which a member with these doors is known; null: it has none of them.</summary>
    public static string? ClientUrlOf(ValueMap<string> doors) =>
        doors.TryGetValue(NameOf(Door.Etcd), out var etcd) ? etcd
        : doors.TryGetValue(NameOf(Door.EtcdJson), out var json) ? json
        : null;

    private string UrlOf(int port) => $"{(options.Value.Tls.IsOn ? "https" : "http")}://{HostPort.Text(Host, port)}";
}
