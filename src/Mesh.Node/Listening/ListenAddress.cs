using System.Net;
using System.Net.Sockets;

namespace Mesh.Node.Listening;

/// <summary>The address that a node's doors listen on, from the host that it was told.</summary>
internal static class ListenAddress
{
    /// <exception cref="IOException">The host has no address.</exception>
    public static IPAddress Of(string host)
    {
        if (host == "localhost")
            return IPAddress.Loopback;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return address;
        try
        {
            return System.Net.Dns.GetHostAddresses(host)
                .OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
        }
        catch (SocketException trouble)
        {
            throw new IOException($"--host: {host} has no address: {trouble.Message}", trouble);
        }
    }
}
