using Mesh.Catalog;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Mesh.Node.Listening;

/// <summary>The ports that the HTTP server got, in the order in which they were asked for; null where a door is off.</summary>
internal readonly record struct ListenedPorts(int? Http, int? Etcd, int? EtcdJson)
{
    public static ListenedPorts Of(IServer server, DoorSettings doors)
    {
        var ports = new Queue<int?>(
            server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(PortOf) ?? []);
        return new(Next(true), Next(doors.Etcd is not null), Next(doors.EtcdJson is not null));

        int? Next(bool isOn) => isOn && ports.TryDequeue(out var port) ? port : null;
    }

    public static int? PortOf(string address) => HostPort.PortOf(address.TrimEnd('/'));
}
