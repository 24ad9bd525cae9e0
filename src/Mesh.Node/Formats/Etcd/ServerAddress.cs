using System.Text;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>"host:port" as registries on etcd keep the address of an instance. Pure.</summary>
internal static class ServerAddress
{
    // A host name has at most 253 characters, then the port.
    private const int MaxLength = 260;

    public static bool TryParse(ReadOnlySpan<byte> text, out string host, out int port)
    {
        (host, port) = ("", 0);
        return text.Length <= MaxLength && Ascii.IsValid(text) && TryParse(Encoding.ASCII.GetString(text), out host, out port);
    }

    public static bool TryParse(string text, out string host, out int port) =>
        HostPort.TryCut(text, out host, out port) && Uri.CheckHostName(host) is not UriHostNameType.Unknown;
}
