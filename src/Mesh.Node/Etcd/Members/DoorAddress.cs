using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Listening;
using Mesh.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Etcd.Members;

/// <summary>Where clients find the door. A free port is known once the node listens.</summary>
internal sealed class DoorAddress(IOptions<MeshClientOptions> options, IServer server, DoorSettings doors)
{
    public string Name => options.Value.NodeName.Length > 0 ? options.Value.NodeName : HostPort.Text(Host, Port);

    public string ClientUrl => $"{(options.Value.Tls.IsOn ? "https" : "http")}://{HostPort.Text(Host, Port)}";

    private string Host => NodeAddress.HostOf(options.Value);

    private int Port
    {
        get
        {
            var ports = ListenedPorts.Of(server, doors);
            return ports.Etcd ?? ports.EtcdJson ?? 0;
        }
    }
}
