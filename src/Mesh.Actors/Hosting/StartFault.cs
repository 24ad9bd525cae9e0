using System.Net.Sockets;
using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>Says in one line why an ActorSystem did not start.</summary>
internal static class StartFault
{
    public static string Line(Exception fault, MeshOptions options)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentNullException.ThrowIfNull(options);
        var at = $"{options.Host}:{options.Port}";
        var causes = Causes(fault).ToArray();
        if (causes.OfType<SocketException>().FirstOrDefault() is not { } socket)
            return $"the node could not start: {causes[^1].Message}";
        return socket.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                $"Mesh:Port: '{options.Port}' is taken by another process on {options.Host}; give another one, or 0 for any",
            SocketError.AddressNotAvailable =>
                $"Mesh:Host: '{options.Host}' is not an address of this machine",
            SocketError.AccessDenied =>
                $"Mesh:Port: '{options.Port}' may not be used by this user; give one above 1023",
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData =>
                $"Mesh:Host: '{options.Host}' cannot be resolved to an address",
            _ => $"the node cannot listen on {at}: {socket.Message}",
        };
    }

    private static IEnumerable<Exception> Causes(Exception fault)
    {
        yield return fault;
        var inner = fault is AggregateException many ? many.InnerExceptions : fault.InnerException is { } one ? [one] : [];
        foreach (var cause in inner.SelectMany(Causes))
            yield return cause;
    }
}
