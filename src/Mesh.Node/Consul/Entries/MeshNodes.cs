using System.Buffers.Binary;
using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Entries;

/// <summary>
/// The Consul nodes that stand for mesh nodes: one each, by the name that it was given, else by one made of the address of its
/// remoting port, so that every node of the mesh shows the same ones and a restart changes nothing. Pure.
/// </summary>
internal static class MeshNodes
{
    private const string Domain = ".mesh";
    private const string AddressMeta = "mesh-address";

    /// <param name="address">The node's remoting address, "host:port".</param>
    /// <param name="name">The name that it was given; empty: none.</param>
    public static CatalogNode Of(string address, string name = "")
    {
        var host = HostPort.HostOf(address);
        return new CatalogNode(NameOf(address, name), host, IdOf(address))
        {
            Meta = ValueMap<string>.From([new(AddressMeta, address)]),
            TaggedAddresses = Addresses(host),
        };
    }

    /// <summary>The node that an instance is shown on: the one it was registered on from outside, or its owner's.</summary>
    public static CatalogNode Of(InstanceView view, ConsulMetadata metadata, NodeNames? names = null) => metadata.Node switch
    {
        null when view.Owner.Address is ['@', .. var mesh] => OfMesh(mesh),
        // The node that took the registration in may be gone, and never have been seen here.
        null => Of(view.Owner.Address, names?.Of(view.Owner.Address) is { Length: > 0 } name ? name : NameLeft(view, metadata)),
        { Id.Length: > 0 } given => given,
        var given => given with { Id = IdOf(given.Name.ToLowerInvariant()) },
    };

    /// <summary>Stands for all nodes of another mesh. Its address is a name to show: instances have addresses of their own.</summary>
    private static CatalogNode OfMesh(string mesh) => new(NameOf(mesh), mesh + Domain, IdOf("@" + mesh))
    {
        Meta = ValueMap<string>.From([new("mesh-origin", mesh)]),
        TaggedAddresses = Addresses(mesh + Domain),
    };

    /// <summary>The remoting address of a node of this mesh; empty for another.</summary>
    public static string AddressOf(CatalogNode node) => node.Meta.GetValueOrDefault(AddressMeta, "");

    public static string NameOf(string address, string name = "") => ConsulNodeNames.Of(address, name);

    /// <summary>The name that an agent left at its registrations, while they are with it.</summary>
    private static string NameLeft(InstanceView view, ConsulMetadata metadata) =>
        view.Instance.Home == view.Owner.Address ? metadata.AgentName : "";

    /// <summary>
    /// A UUID that depends on the text alone (version 8 of RFC 9562): clients tell two instances of one id apart by it.
    /// </summary>
    public static string IdOf(string text)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, StableHash.Of("consul-node-high", text));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], StableHash.Of("consul-node-low", text));
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    private static ValueMap<string> Addresses(string host)
    {
        var family = Uri.CheckHostName(host) switch
        {
            UriHostNameType.IPv4 => "_ipv4",
            UriHostNameType.IPv6 => "_ipv6",
            _ => "",
        };
        return ValueMap<string>.From(
        [
            new("lan", host), new("wan", host), new("lan" + family, host), new("wan" + family, host),
        ]);
    }
}
