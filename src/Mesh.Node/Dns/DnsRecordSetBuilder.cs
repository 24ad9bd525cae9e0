using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Node.Dns;

/// <summary>Collects the records of one name; what is there already is left out.</summary>
internal sealed class DnsRecordSetBuilder(uint ttl)
{
    private const ushort Internet = 1;

    /// <summary>A pointer to the name of the question.</summary>
    private const ushort Owner = 0xc000 | DnsQuery.HeaderLength;

    /// <summary>Where a record's data begins: after owner, type, class, time to live and length.</summary>
    private const int DataAt = 12;

    private const int MaxString = 255;

    private readonly List<byte> _bytes = [];
    private readonly ImmutableArray<DnsRecord>.Builder _records = ImmutableArray.CreateBuilder<DnsRecord>();
    private readonly ImmutableArray<byte[]>.Builder _addresses = ImmutableArray.CreateBuilder<byte[]>();
    private readonly Dictionary<IPAddress, int> _addressAt = [];
    private readonly HashSet<string> _seen = [];

    /// <summary>An A or AAAA record, after the family of the address.</summary>
    public void AddAddress(IPAddress ip)
    {
        if (_seen.Add($"ip {ip}"))
            Add(TypeOf(ip), ip.GetAddressBytes(), StableHash.Of(ip.ToString()));
    }

    /// <param name="address">The address of the target, when it is known here.</param>
    public void AddService(int priority, int weight, int port, byte[] target, IPAddress? address)
    {
        var key = Convert.ToHexString(target);
        if (!_seen.Add($"srv {key} {port}"))
            return;
        var data = new byte[6 + target.Length];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)priority);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), (ushort)weight);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(4), (ushort)port);
        target.CopyTo(data, 6);
        Add(DnsType.SRV, data, StableHash.Of(key, $"{port}"), 6, AddressOf(address));
    }

    /// <summary>A record that is a name: CNAME, NS or PTR.</summary>
    public void AddName(DnsType type, byte[] target, IPAddress? address = null)
    {
        var key = Convert.ToHexString(target);
        if (_seen.Add($"{type} {key}"))
            Add(type, target, StableHash.Of(key), 0, AddressOf(address));
    }

    public void AddData(DnsType type, byte[] data) => Add(type, data, 0);

    /// <summary>A TXT record: character strings of at most 255 octets each (RFC 1035 3.3.14).</summary>
    public void AddText(string text)
    {
        if (!_seen.Add($"txt {text}"))
            return;
        var octets = System.Text.Encoding.UTF8.GetBytes(text);
        var data = new List<byte>(octets.Length + 2);
        foreach (var part in octets.Length == 0 ? [octets] : octets.Chunk(MaxString))
        {
            data.Add((byte)part.Length);
            data.AddRange(part);
        }

        Add(DnsType.TXT, [.. data], StableHash.Of(text));
    }

    public DnsRecordSet Build() =>
        _records.Count == 0 ? DnsRecordSet.Empty : new([.. _bytes], _records.ToImmutable(), _addresses.ToImmutable());

    public static DnsType TypeOf(IPAddress ip) =>
        ip.AddressFamily is AddressFamily.InterNetworkV6 ? DnsType.AAAA : DnsType.A;

    private int AddressOf(IPAddress? ip)
    {
        if (ip is null)
            return -1;
        if (!_addressAt.TryGetValue(ip, out var index))
        {
            index = _addresses.Count;
            _addressAt.Add(ip, index);
            _addresses.Add([.. Head(TypeOf(ip), ip.GetAddressBytes().Length), .. ip.GetAddressBytes()]);
        }

        return index;
    }

    /// <param name="nameAt">Where in the data the name of the address begins.</param>
    private void Add(DnsType type, byte[] data, ulong member, int nameAt = 0, int address = -1)
    {
        var start = _bytes.Count;
        _bytes.AddRange([Owner >> 8, Owner & 0xff, .. Head(type, data.Length), .. data]);
        _records.Add(new DnsRecord(start, _bytes.Count - start, DataAt + nameAt, address, member));
    }

    /// <summary>Type, class, time to live and length of a record.</summary>
    private byte[] Head(DnsType type, int length)
    {
        var head = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), Internet);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), ttl);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(8), (ushort)length);
        return head;
    }
}
