using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Testing;

/// <summary>
/// Loopback ports that were free a moment ago, for TCP and for UDP, and that no other test of this process is given. They
/// lie below those that the system gives to whoever asks for any: between the taking and the use nobody gets one by chance.
/// Prefer port 0 where the real port can be read back.
/// </summary>
internal static class FreePorts
{
    private const int Lowest = 20_000;
    private const string SystemsOwn = "/proc/sys/net/ipv4/ip_local_port_range";

    private static readonly int Count = Math.Max(1_000, FirstOfSystem() - Lowest);

    // Other processes take ports too: each begins elsewhere.
    private static int _last = Environment.ProcessId * 97;

    public static int Take()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = Lowest + (int)((uint)Interlocked.Increment(ref _last) % Count);
            if (IsFree(port, SocketType.Stream, ProtocolType.Tcp) && IsFree(port, SocketType.Dgram, ProtocolType.Udp))
                return port;
        }

        throw new InvalidOperationException($"none of the ports from {Lowest} on, {Count}, is free");
    }

    private static bool IsFree(int port, SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FirstOfSystem() => File.Exists(SystemsOwn)
        ? int.Parse(File.ReadAllText(SystemsOwn).Split('\t', ' ')[0], CultureInfo.InvariantCulture)
        : 32_768;
}
