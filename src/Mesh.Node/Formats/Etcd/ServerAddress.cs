using System.Text;
using System.Text.Json;
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
        HostPort.TryCut(text, out host, out port) && IsHost(host);

    /// <summary>Of registries that keep host and port as members of an object.</summary>
    public static bool TryRead(JsonElement record, string hostName, string portName, out string host, out int port)
    {
        (host, port) = (record.Text(hostName) ?? "", record.Number(portName) ?? 0);
        return port > 0 && IsHost(host);
    }

    public static string Of(ServiceInstance instance) => HostPort.Text(instance.Host, instance.Port);

    /// <summary>The key, below a prefix, of those that know an instance by its address.</summary>
    public static string PathOf(ServiceInstance instance) => $"{instance.Service}/{Of(instance)}";

    private static bool IsHost(string host) => Uri.CheckHostName(host) is not UriHostNameType.Unknown;
}
