using System.Net;
using System.Net.Sockets;

namespace Mesh.Testing;

/// <summary>Loopback ports that were free a moment ago. Prefer port 0 where the real port can be read back.</summary>
public static class FreePorts
{
    public static int Take()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
