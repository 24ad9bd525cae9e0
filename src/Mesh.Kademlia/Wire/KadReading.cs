using Google.Protobuf;
using Google.Protobuf.Collections;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;
using P = Mesh.Kademlia.Wire.Proto;

namespace Mesh.Kademlia.Wire;

/// <summary>From messages of the schema to those of the core, each field within its bounds.</summary>
internal static class KadReading
{
    public static KadMessage FromWire(P.Datagram datagram)
    {
        var message = Body(datagram);
        return message with
        {
            Token = datagram.Token,
            IsClient = datagram.IsClient,
            Port = (ushort)KadLimits.Within(datagram.Port, 0, ushort.MaxValue, "port"),
        };
    }

    public static KadAddress Address(ByteString host, uint port, string field)
    {
        if (host.Length is not (4 or 16))
            throw new KadFormatException($"{field}.address has {host.Length} bytes, allowed are 4 or 16");
        return new KadAddress(
            KadAddress.ReadHost(host.Span), (ushort)KadLimits.Within(port, 1, ushort.MaxValue, $"{field}.port"));
    }

    private static KadMessage Body(P.Datagram datagram)
    {
        var (id, sender) = (datagram.RequestId, Id(datagram.Sender, "sender"));
        return datagram.BodyCase switch
        {
            P.Datagram.BodyOneofCase.Ping => new KadProtocol.Ping { RequestId = id, Sender = sender },
            P.Datagram.BodyOneofCase.Pong => new KadProtocol.Pong { RequestId = id, Sender = sender },
            P.Datagram.BodyOneofCase.FindNode => new KadProtocol.FindNode
            {
                RequestId = id,
                Sender = sender,
                Target = Id(datagram.FindNode.Target, "find_node.target"),
            },
            P.Datagram.BodyOneofCase.FindValue => FindValue(id, sender, datagram.FindValue),
            P.Datagram.BodyOneofCase.Store => Store(id, sender, datagram.Store),
            P.Datagram.BodyOneofCase.Nodes => Nodes(id, sender, datagram.Nodes),
            P.Datagram.BodyOneofCase.Values => Values(id, sender, datagram.Values),
            P.Datagram.BodyOneofCase.Stored => Stored(id, sender, datagram.Stored),
            P.Datagram.BodyOneofCase.Stranger => new KadProtocol.Stranger { RequestId = id, Sender = sender },
            _ => throw new KadFormatException("the datagram has no body that this version knows"),
        };
    }

    private static KadProtocol.FindValue FindValue(ulong id, NodeId sender, P.FindValue find) => new()
    {
        RequestId = id,
        Sender = sender,
        Key = Id(find.Key, "find_value.key"),
        Salt = find.Salt,
        From = KadLimits.Within(find.From, 0, KadLimits.Page, "find_value.from"),
    };

    private static KadProtocol.Store Store(ulong id, NodeId sender, P.Store store) => new()
    {
        RequestId = id,
        Sender = sender,
        Records = [.. Records(store.Records, "store.records")],
        CopyLife = TimeSpan.FromSeconds(
            KadLimits.Within(store.CopySeconds, 0, KadLimits.CopySeconds, "store.copy_seconds")),
    };

    private static KadProtocol.Nodes Nodes(ulong id, NodeId sender, P.Nodes nodes) => new()
    {
        RequestId = id,
        Sender = sender,
        Contacts = [.. Contacts(nodes.Contacts, "nodes.contacts")],
        Parts = Math.Max(1, KadLimits.Within(nodes.Parts, 0, KadLimits.Parts, "nodes.parts")),
    };

    private static KadProtocol.Values Values(ulong id, NodeId sender, P.Values values) => new()
    {
        RequestId = id,
        Sender = sender,
        Records = [.. Records(values.Records, "values.records")],
        Contacts = [.. Contacts(values.Contacts, "values.contacts")],
        Next = KadLimits.Within(values.Next, 0, KadLimits.Page, "values.next"),
        IsCrowded = values.IsCrowded,
    };

    private static KadProtocol.Stored Stored(ulong id, NodeId sender, P.Stored stored)
    {
        KadLimits.Count(stored.Verdicts.Count, KadLimits.Records, "stored.verdicts");
        return new KadProtocol.Stored
        {
            RequestId = id,
            Sender = sender,
            Verdicts = [.. stored.Verdicts.Select(v => v <= (uint)StoreVerdict.BadSignature ? (StoreVerdict)v : StoreVerdict.Unknown)],
        };
    }

    private static IEnumerable<KadRecord> Records(RepeatedField<P.Record> records, string field)
    {
        KadLimits.Count(records.Count, KadLimits.Records, field);
        return records.Select(r => new KadRecord(
            Id(r.Key, $"{field}.key"),
            Id(r.MeshId, $"{field}.mesh_id"),
            r.Sequence,
            r.NotAfter <= long.MaxValue ? (long)r.NotAfter : throw new KadFormatException($"{field}.not_after is {r.NotAfter}, allowed are 0 to {long.MaxValue}"),
            KadLimits.Bytes(r.Payload.Memory, KadSizes.MaxDatagram, $"{field}.payload"),
            KadLimits.Bytes(r.PublicKey.Memory, KadLimits.PublicKey, $"{field}.public_key"),
            KadLimits.Bytes(r.Signature.Memory, KadLimits.Signature, $"{field}.signature")));
    }

    private static IEnumerable<Contact> Contacts(RepeatedField<P.Contact> contacts, string field)
    {
        KadLimits.Count(contacts.Count, KadLimits.Contacts, field);
        return contacts.Select(c => new Contact(Id(c.Id, $"{field}.id"), Address(c.Address, c.Port, field)));
    }

    private static NodeId Id(ByteString bytes, string field) => bytes.Length == NodeId.Size
        ? NodeId.Read(bytes.Span)
        : throw new KadFormatException($"{field} has {bytes.Length} bytes, an id has {NodeId.Size}");
}
