using System.Net;
using System.Net.Sockets;
using Mesh.Links;

namespace Mesh.Node.Listening;

/// <summary>The addresses that a node's doors listen on, from the hosts that it was told: the same as between the nodes.</summary>
internal static class ListenAddresses
{
    /// <summary>Those of IPv4 first, of each host.</summary>
    /// <exception cref="IOException">A host has no address here.</exception>
    public static IPAddress[] Of(IEnumerable<string> hosts) =>
        [.. ListenRule.Needed(hosts.SelectMany(Of), Socket.OSSupportsIPv6)];

    private static IPAddress[] Of(string host)
    {
        try
        {
            var all = LinkSockets.ResolveAsync(host, CancellationToken.None).GetAwaiter().GetResult();
            if (all.Length == 1)
                return all;
            // A name may stand for addresses that this machine does not have, as where IPv6 is switched off.
            IPAddress[] here = [.. all.Where(IsHere).OrderBy(a => a.AddressFamily is AddressFamily.InterNetwork ? 0 : 1)];
            return here.Length > 0 ? here : throw new IOException($"--host: none of the addresses of {host} is one of this machine");
        }
        catch (SocketException trouble)
        {
            throw new IOException($"--host: {host} has no address: {trouble.Message}", trouble);
        }
    }

    private static bool IsHere(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException trouble) when (LinkSockets.IsAbsent(trouble))
        {
            return false;
        }
    }
}
