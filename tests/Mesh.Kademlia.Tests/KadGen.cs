using CsCheck;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Tests;

/// <summary>Random values of the overlay.</summary>
internal static class KadGen
{
    public static readonly Gen<NodeId> Id = Gen.OneOf(
        Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong, Gen.ULong, (a, b, c, d) => new NodeId(a, b, c, d)),
        // Near each other: shared prefixes of every length.
        Gen.Int[0, 255].Select(bit => NodeId.Zero.Flip(bit)));

    public static readonly Gen<Contact> Contact = Gen.Select(
        Id, Gen.UInt, Gen.ULong, Gen.UShort[1, ushort.MaxValue], Gen.Bool,
        (id, v4, v6, port, isV4) => new Contact(
            id, isV4 ? KadAddress.V4(v4, port) : new KadAddress((UInt128)0x20010db8 << 96 | v6, port)));

    public static readonly Gen<KadRecord> Record = Gen.Select(
        Id, Id, Gen.ULong, Gen.Long[0, long.MaxValue], Bytes(240), Bytes(91), Bytes(64),
        (key, mesh, seq, end, payload, publicKey, signature) => new KadRecord(key, mesh, seq, end, payload, publicKey, signature));

    public static readonly Gen<KadMessage> Message = Gen.Select(
        Gen.OneOf(
            Gen.Const<KadMessage>(new KadProtocol.Ping { RequestId = 1, Sender = default }),
            Gen.Const<KadMessage>(new KadProtocol.Pong { RequestId = 1, Sender = default }),
            Gen.Const<KadMessage>(new KadProtocol.Stranger { RequestId = 1, Sender = default }),
            Id.Select<NodeId, KadMessage>(t => new KadProtocol.FindNode { RequestId = 1, Sender = default, Target = t }),
            Gen.Select(Id, Gen.ULong, Gen.Int[0, 1000], (k, s, f) => (KadMessage)new KadProtocol.FindValue
            {
                RequestId = 1,
                Sender = default,
                Key = k,
                Salt = s,
                From = f,
            }),
            Gen.Select(Record.Array[1, 2], Gen.Int[0, 60], (r, s) => (KadMessage)new KadProtocol.Store
            {
                RequestId = 1,
                Sender = default,
                Records = [.. r],
                CopyLife = TimeSpan.FromSeconds(s),
            }),
            Gen.Select(Contact.Array[0, 16], Gen.Int[1, 4], (c, p) => (KadMessage)new KadProtocol.Nodes
            {
                RequestId = 1,
                Sender = default,
                Contacts = [.. c],
                Parts = p,
            }),
            Gen.Select(Record.Array[0, 1], Contact.Array[0, 8], Gen.Int[0, 1000], Gen.Bool, (r, c, n, b) => (KadMessage)new KadProtocol.Values
            {
                RequestId = 1,
                Sender = default,
                Records = [.. r],
                Contacts = [.. c],
                Next = n,
                IsCrowded = b,
            }),
            Gen.Int[1, 11].Array[0, 16].Select<int[], KadMessage>(v => new KadProtocol.Stored
            {
                RequestId = 1,
                Sender = default,
                Verdicts = [.. v.Select(n => (StoreVerdict)n)],
            })),
        Id, Gen.ULong, Gen.ULong, Gen.Bool, Gen.UShort,
        (m, sender, request, token, isClient, port) =>
            m with { Sender = sender, RequestId = request, Token = token, IsClient = isClient, Port = port });

    private static Gen<ReadOnlyMemory<byte>> Bytes(int most) =>
        Gen.Byte.Array[0, most].Select(b => (ReadOnlyMemory<byte>)b);
}
