using System.Net;
using System.Net.Sockets;

namespace Mesh.Node.Listening;

/// <summary>Free ports for doors that listen on several addresses: the server would take another one at each.</summary>
internal static class CommonPorts
{
    private const int Attempts = 20;

    /// <param name="asked">0 takes any port that is free at all hosts; others, and null, stay what they are.</param>
    public static IReadOnlyList<int?> Of(IReadOnlyList<IPAddress> hosts, IReadOnlyList<int?> asked)
    {
        if (hosts.Count < 2)
            return asked;
        // Held until each has its own.
        var held = new List<Socket>();
        try
        {
            return [.. asked.Select(port => port == 0 ? Take(hosts, held) : port)];
        }
        finally
        {
            held.ForEach(static s => s.Dispose());
        }
    }

    /// <summary>0: none was found, and the server says why.</summary>
    private static int Take(IReadOnlyList<IPAddress> hosts, List<Socket> held)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = 0;
            try
            {
                foreach (var host in hosts)
                {
                    var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                    held.Add(socket);
                    socket.Bind(new IPEndPoint(host, port));
                    port = ((IPEndPoint)socket.LocalEndPoint!).Port;
                }

                return port;
            }
            catch (SocketException)
            {
                // Taken at one of them.
            }
        }

        return 0;
    }
}
