namespace Mesh.Node.Formats.Consul;

/// <summary>A further address of a service, under a name such as "wan" or "lan_ipv4". Port 0: the service's own.</summary>
internal sealed record TaggedAddress(string Address, int Port);
