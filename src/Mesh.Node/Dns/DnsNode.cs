using System.Net;

namespace Mesh.Node.Dns;

/// <summary>A member of the mesh as DNS shows it.</summary>
internal sealed record DnsNode(string Name, string Host)
{
    /// <summary>Null: its host is a name.</summary>
    public IPAddress? Ip { get; } = DnsHost.Address(Host);
}
