using System.Net.Sockets;

namespace Mesh.Hosting;

/// <summary>Says in one line why an ActorSystem did not start.</summary>
internal static class StartFault
{
    /// <param name="host">Where it was to listen, with the port.</param>
    public static string Line(Exception fault, string host, int port)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var causes = Causes(fault).ToArray();
        if (causes.OfType<SocketException>().FirstOrDefault() is not { } socket)
            return $"the node could not start: {causes[^1].Message}";
        return socket.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                $"Mesh:Port: '{port}' is taken by another process on {host}; give another one, or 0 for any",
            SocketError.AddressNotAvailable =>
                $"Mesh:Host: '{host}' is not an address of this machine",
            SocketError.AccessDenied =>
                $"Mesh:Port: '{port}' may not be used by this user; give one above 1023",
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData =>
                $"Mesh:Host: '{host}' cannot be resolved to an address",
            _ => $"the node cannot listen on {host}:{port}: {socket.Message}",
        };
    }

    private static IEnumerable<Exception> Causes(Exception fault)
    {
        yield return fault;
        IEnumerable<Exception> inner = fault is AggregateException many ? many.InnerExceptions : fault.InnerException is { } one ? [one] : [];
        foreach (var cause in inner.SelectMany(Causes))
            yield return cause;
    }
}
