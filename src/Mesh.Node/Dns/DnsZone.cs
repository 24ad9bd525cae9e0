using System.Buffers.Binary;
using System.Net;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>What the door says of its own domain. Pure.</summary>
internal sealed class DnsZone
{
    private const uint Refresh = 3_600;
    private const uint Retry = 600;
    private const uint Expire = 86_400;

    private readonly byte[] _apex;
    private readonly string _domain;

    /// <param name="self">Where the door listens.</param>
    public DnsZone(DnsOptions options, IReadOnlyList<IPAddress> self)
    {
        Self = [.. self];
        Ttl = (uint)options.Ttl;
        _domain = options.Domain.TrimEnd('.').ToLowerInvariant();
        Datacenter = options.Datacenter.ToLowerInvariant();
        Domain = _domain.Split('.');
        _apex = Name("");
    }

    /// <summary>Where the door listens, at least one address.</summary>
    public IPAddress[] Self { get; }

    public uint Ttl { get; }

    public string[] Domain { get; }

    public string Datacenter { get; }

    /// <summary>A name below the domain, on the wire; null when it would be too long.</summary>
    public byte[]? TryName(string prefix) => DnsName.Encode(prefix.Length == 0 ? _domain : $"{prefix}.{_domain}");

    /// <summary>The name that resolves to an address whatever the catalogue holds.</summary>
    public byte[] AddressName(IPAddress ip) => Name($"{Convert.ToHexStringLower(ip.GetAddressBytes())}.addr");

    public byte[] NameServer => Name(DnsNameMapping.NameServer);

    /// <summary>The data of the SOA record; its minimum, which is how long negative answers hold, equals the TTL.</summary>
    public byte[] SoaData(CatalogSnapshot snapshot)
    {
        byte[] names = [.. NameServer, .. Name("hostmaster")];
        var data = new byte[names.Length + 20];
        names.CopyTo(data, 0);
        var at = names.Length;
        foreach (var number in (ReadOnlySpan<uint>)[unchecked((uint)snapshot.Revision), Refresh, Retry, Expire, Ttl])
        {
            BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(at), number);
            at += 4;
        }

        return data;
    }

    /// <summary>The SOA record with the domain as its owner, for the authority section.</summary>
    public byte[] Soa(CatalogSnapshot snapshot)
    {
        var data = SoaData(snapshot);
        var head = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)DnsType.SOA);
        head[3] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), Ttl);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(8), (ushort)data.Length);
        return [.. _apex, .. head, .. data];
    }

    private byte[] Name(string prefix) => TryName(prefix)
        ?? throw new ArgumentException($"the domain {_domain} is too long for names below it");
}
