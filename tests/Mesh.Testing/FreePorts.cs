using System.Net;
using System.Net.Sockets;

namespace Mesh.Testing;

/// <summary>
/// Loopback ports that are free and are given to nobody else: they are below those that the system picks for whoever
/// takes any, such as an outgoing connection, and no port is given twice in a process. So a port may be closed and opened
/// again, or stay closed, while other tests run. Prefer port 0 where the real port can be read back.
/// </summary>
public static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 12_000;

    // Test processes that run at one time begin at different ports.
    private static int _last = Environment.ProcessId * 61;

    /// <summary>A port on which nobody listens, neither by TCP nor by UDP.</summary>
    public static int Take()
    {
        for (var i = 0; i < Count; i++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            if (IsFree(port, SocketType.Stream, ProtocolType.Tcp) && IsFree(port, SocketType.Dgram, ProtocolType.Udp))
                return port;
        }

        throw new InvalidOperationException($"no port from {First} to {First + Count - 1} is free");
    }

    private static bool IsFree(int port, SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
