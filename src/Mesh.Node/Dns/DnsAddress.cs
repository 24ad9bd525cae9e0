using System.Net;

namespace Mesh.Node.Dns;

/// <summary>Where the door listens, at one port of all addresses; 0 takes any.</summary>
internal sealed record DnsAddress(IReadOnlyList<IPAddress> Ips, int Port);
