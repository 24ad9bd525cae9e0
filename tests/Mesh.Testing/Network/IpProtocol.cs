namespace Mesh.Testing.Network;

/// <summary>What an IPv4 packet carries, by its number at IANA.</summary>
internal enum IpProtocol : byte
{
    Icmp = 1,
    Tcp = 6,
    Udp = 17,
}
