using Mesh.Catalog;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Mesh.Node.Listening;

/// <summary>The ports that the HTTP server got, in the order in which they were asked for; null where a door is off.</summary>
internal readonly record struct ListenedPorts(int? Http, int? Etcd, int? EtcdJson)
{
    public static ListenedPorts Of(IServer server, DoorSettings doors)
    {
        var all = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        // Each door listens on the same addresses, one after another: the first one's port is the door's.
        var served = 1 + (doors.Etcd is null ? 0 : 1) + (doors.EtcdJson is null ? 0 : 1);
        var ports = new Queue<int?>(all.Chunk(Math.Max(1, all.Count / served)).Select(a => PortOf(a[0])));
        return new(Next(true), Next(doors.Etcd is not null), Next(doors.EtcdJson is not null));

        int? Next(bool isOn) => isOn && ports.TryDequeue(out var port) ? port : null;
    }

    public static int? PortOf(string address) => HostPort.PortOf(address.TrimEnd('/'));
}
