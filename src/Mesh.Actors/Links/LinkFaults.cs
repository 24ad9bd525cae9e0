using System.Net.Sockets;
using System.Security.Authentication;

namespace Mesh.Links;

/// <summary>Tells what is one connection's matter from what is a fault of the program.</summary>
internal static class LinkFaults
{
    public static bool IsOfConnection(Exception fault) => fault
        is LinkException or IOException or SocketException or OperationCanceledException or AuthenticationException
        or ObjectDisposedException or InvalidOperationException;
}
