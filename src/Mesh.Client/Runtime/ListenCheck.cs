using System.Net;
using System.Net.Sockets;
using Mesh.Links;

namespace Mesh.Client.Runtime;

/// <summary>Tries what a node is to listen on before there is an ActorSystem, so that what is wrong with it is said in a line.</summary>
internal static class ListenCheck
{
    /// <exception cref="SessionStartException">It cannot listen there; the message says where and why.</exception>
    public static async Task DemandAsync(IReadOnlyList<string> hosts, int port, CancellationToken cancellation)
    {
        var asked = new List<(string Host, IPAddress Address)>();
        foreach (var host in hosts)
            asked.AddRange((await ResolveAsync(host, cancellation)).Select(a => (host, a)));
        var (isThere, absent) = (false, (SessionStartException?)null);
        foreach (var address in ListenRule.Needed(asked.Select(a => a.Address), Socket.OSSupportsIPv6))
        {
            var fault = Try(asked.First(a => a.Address.Equals(address)).Host, address, port);
            (isThere, absent) = (isThere || fault is null, absent ?? fault);
        }

        // One of the addresses of a name may be missing here, as where IPv6 is switched off.
        if (!isThere && absent is not null)
            throw absent;
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        try
        {
            var found = await LinkSockets.ResolveAsync(host, cancellation);
            return found.Length > 0 ? found : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException trouble)
        {
            throw new SessionStartException($"the address to listen on, '{host}', cannot be resolved: {trouble.Message}", trouble);
        }
    }

    /// <summary>Null: it can be listened on. What is returned is no matter where another address can be.</summary>
    private static SessionStartException? Try(string host, IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            return null;
        }
        catch (SocketException trouble) when (trouble.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new SessionStartException($"port {port} of {host} is taken by another process", trouble);
        }
        catch (SocketException trouble)
        {
            var fault = new SessionStartException($"cannot listen on {host}:{port}: {trouble.Message}", trouble);
            return LinkSockets.IsAbsent(trouble) ? fault : throw fault;
        }
    }
}
