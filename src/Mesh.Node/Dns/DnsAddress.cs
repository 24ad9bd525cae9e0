using System.Net;

namespace Mesh.Node.Dns;

/// <summary>Where the door listens; port 0 takes any.</summary>
internal sealed record DnsAddress(IPAddress Ip, int Port);
