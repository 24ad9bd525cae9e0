using System.Net;
using System.Net.Sockets;

namespace Mesh.Testing.Network;

/// <summary>Connections that begin inside a network namespace.</summary>
internal static class NamespaceSocket
{
    public static Task<Socket> ConnectAsync(string name, IPEndPoint to) => NetworkNamespace.RunAsync(name, () =>
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(to);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    });
}
