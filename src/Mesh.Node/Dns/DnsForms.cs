namespace Mesh.Node.Dns;

/// <summary>All forms of names that are answered. The documentation lists the same; the tests ask each.</summary>
internal static class DnsForms
{
    private static readonly DnsType[] OfService = [DnsType.A, DnsType.AAAA, DnsType.SRV];
    private static readonly DnsType[] OfHost = [DnsType.A, DnsType.AAAA];

    public static readonly IReadOnlyList<DnsForm> All =
    [
        new("<service>.service.<domain>", OfService, "the instances of a service"),
        new("<tag>.<service>.service.<domain>", OfService, "those that have a tag"),
        new("_<service>._tcp.service.<domain>", OfService, "the same as the first form (RFC 2782)"),
        new("_<service>._<tag>.service.<domain>", OfService, "those that have a tag (RFC 2782)"),
        new("_<service>._tcp.<tag>.service.<domain>", OfService, "the same, where no service has the name of the tag and such a port"),
        new("_<service>._tcp.<domain>", OfService, "RFC 2782 without the label service"),
        new("_default._tcp.<service>.service.<domain>", OfService, "the main port; http, https and tcp mean it too where no port has that name"),
        new("_<port>._tcp.<service>.service.<domain>", OfService, "a named port: SRV carries its number"),
        new("<port>.port.<service>.service.<domain>", OfService, "the same; a tag may stand before it"),
        new("consul.service.<domain>", OfService, "the members, as Consul's servers; SRV has the ports of their remoting"),
        new("<service>.service.<dc>.<domain>", OfService, "any form above with the datacenter's label, or another mesh's: [federation](federation.md)"),
        new("<query>.query.<domain>", OfService, "whom a prepared query of that name, id or template finds, in other meshes too"),
        new("_<query>._tcp.query.<domain>", OfService, "the same (RFC 2782)"),
        new("<node>.node.<domain>", [DnsType.A, DnsType.AAAA, DnsType.TXT], "a node by its name, of the mesh or external; TXT tells what is said of it"),
        new("<hex ip>.addr.<domain>", OfHost, "the address that the name spells: 8 or 32 hexadecimal digits"),
        new("ns.<domain>", OfHost, "this door"),
        new("<domain>", [DnsType.SOA, DnsType.NS], "the domain"),
        new("<reversed ip>.in-addr.arpa, .ip6.arpa", [DnsType.PTR], "the nodes at an address, then the services"),
    ];
}
