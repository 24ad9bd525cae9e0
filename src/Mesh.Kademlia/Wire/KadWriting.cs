using Google.Protobuf;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;
using P = Mesh.Kademlia.Wire.Proto;

namespace Mesh.Kademlia.Wire;

/// <summary>From the core's messages to those of the schema.</summary>
internal static class KadWriting
{
    public static P.Datagram ToWire(KadMessage message)
    {
        var datagram = new P.Datagram
        {
            RequestId = message.RequestId,
            Sender = Bytes(message.Sender),
            Token = message.Token,
            IsClient = message.IsClient,
            Port = message.Port,
        };
        switch (message)
        {
            case KadProtocol.Ping:
                datagram.Ping = new P.Ping();
                break;
            case KadProtocol.Pong:
                datagram.Pong = new P.Pong();
                break;
            case KadProtocol.Stranger:
                datagram.Stranger = new P.Stranger();
                break;
            case KadProtocol.FindNode find:
                datagram.FindNode = new P.FindNode { Target = Bytes(find.Target) };
                break;
            case KadProtocol.FindValue find:
                datagram.FindValue = new P.FindValue { Key = Bytes(find.Key), Salt = find.Salt, From = (uint)find.From };
                break;
            case KadProtocol.Store store:
                datagram.Store = new P.Store { CopySeconds = (uint)Math.Ceiling(store.CopyLife.TotalSeconds) };
                datagram.Store.Records.AddRange(store.Records.Select(ToWire));
                break;
            case KadProtocol.Nodes nodes:
                datagram.Nodes = new P.Nodes { Parts = (uint)nodes.Parts };
                datagram.Nodes.Contacts.AddRange(nodes.Contacts.Select(ToWire));
                break;
            case KadProtocol.Values values:
                datagram.Values = new P.Values { Next = (uint)values.Next, IsCrowded = values.IsCrowded };
                datagram.Values.Records.AddRange(values.Records.Select(ToWire));
                datagram.Values.Contacts.AddRange(values.Contacts.Select(ToWire));
                break;
            case KadProtocol.Stored stored:
                datagram.Stored = new P.Stored();
                datagram.Stored.Verdicts.AddRange(stored.Verdicts.Select(v => (uint)v));
                break;
            default:
                throw new ArgumentException($"{message.GetType().Name} is no message of the overlay", nameof(message));
        }

        return datagram;
    }

    public static P.Record ToWire(KadRecord record) => new()
    {
        Key = Bytes(record.Key),
        MeshId = Bytes(record.MeshId),
        Sequence = record.Sequence,
        NotAfter = (ulong)Math.Max(record.NotAfter, 0),
        Payload = ByteString.CopyFrom(record.Payload.Span),
        PublicKey = ByteString.CopyFrom(record.PublicKey.Span),
        Signature = ByteString.CopyFrom(record.Signature.Span),
    };

    private static P.Contact ToWire(Contact contact) => new()
    {
        Id = Bytes(contact.Id),
        Address = UnsafeByteOperations.UnsafeWrap(contact.Address.HostBytes()),
        Port = contact.Address.Port,
    };

    private static ByteString Bytes(in NodeId id) => UnsafeByteOperations.UnsafeWrap(id.ToByteArray());
}
