using Grpc.Core;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Kv;

/// <summary>
/// Writes a RangeReply as the protobuf message RangeResponse, straight from the entries: half of the cost of a Range
/// would otherwise be objects that live for one reply.
/// </summary>
internal static class RangeWire
{
    // Tags: field number and wire type. All of them fit one byte.
    private const byte Header = 0x0a;
    private const byte Kvs = 0x12;
    private const byte More = 0x18;
    private const byte Count = 0x20;
    private const byte ClusterId = 0x08;
    private const byte MemberId = 0x10;
    private const byte HeaderRevision = 0x18;
    private const byte RaftTerm = 0x20;
    private const byte Key = 0x0a;
    private const byte CreateRevision = 0x10;
    private const byte ModRevision = 0x18;
    private const byte Version = 0x20;
    private const byte Value = 0x2a;
    private const byte Lease = 0x30;

    public static readonly Marshaller<RangeReply> Marshaller = new(
        Write, static (DeserializationContext _) => throw new NotSupportedException("a server does not read replies"));

    public static byte[] ToArray(RangeReply reply)
    {
        var bytes = new byte[SizeOf(reply)];
        Write(reply, bytes);
        return bytes;
    }

    private static void Write(RangeReply reply, SerializationContext context)
    {
        var size = SizeOf(reply);
        context.SetPayloadLength(size);
        var writer = context.GetBufferWriter();
        if (size > 0)
        {
            Write(reply, writer.GetSpan(size)[..size]);
            writer.Advance(size);
        }

        context.Complete();
    }

    private static int SizeOf(RangeReply reply)
    {
        var header = HeaderSize(reply);
        var size = 1 + Varint.Size((ulong)header) + header + Varint.FieldSize(reply.Count) + (reply.More ? 2 : 0);
        for (var i = 0; i < reply.Entries.Count; i++)
        {
            var entry = EntrySize(reply.Entries[i], reply.KeysOnly);
            size += 1 + Varint.Size((ulong)entry) + entry;
        }

        return size;
    }

    private static int HeaderSize(RangeReply reply) =>
        Varint.FieldSize((long)reply.Self.ClusterId)
        + Varint.FieldSize((long)reply.Self.MemberId)
        + Varint.FieldSize(reply.Revision)
        + Varint.FieldSize((long)EtcdIdentity.Term);

    private static int EntrySize(KeyValue entry, bool keysOnly) =>
        Varint.BytesSize(entry.Key)
        + Varint.FieldSize(entry.CreateRevision)
        + Varint.FieldSize(entry.ModRevision)
        + Varint.FieldSize(entry.Version)
        + (keysOnly ? 0 : Varint.BytesSize(entry.Value))
        + Varint.FieldSize(entry.Lease);

    private static void Write(RangeReply reply, Span<byte> to)
    {
        var at = Varint.Write(to, 0, Header, (ulong)HeaderSize(reply));
        at = Varint.WriteField(to, at, ClusterId, (long)reply.Self.ClusterId);
        at = Varint.WriteField(to, at, MemberId, (long)reply.Self.MemberId);
        at = Varint.WriteField(to, at, HeaderRevision, reply.Revision);
        at = Varint.WriteField(to, at, RaftTerm, (long)EtcdIdentity.Term);
        for (var i = 0; i < reply.Entries.Count; i++)
            at = Write(reply.Entries[i], reply.KeysOnly, to, at);
        if (reply.More)
            at = Varint.WriteField(to, at, More, 1);
        Varint.WriteField(to, at, Count, reply.Count);
    }

    private static int Write(KeyValue entry, bool keysOnly, Span<byte> to, int at)
    {
        at = Varint.Write(to, at, Kvs, (ulong)EntrySize(entry, keysOnly));
        at = Varint.WriteBytes(to, at, Key, entry.Key);
        at = Varint.WriteField(to, at, CreateRevision, entry.CreateRevision);
        at = Varint.WriteField(to, at, ModRevision, entry.ModRevision);
        at = Varint.WriteField(to, at, Version, entry.Version);
        if (!keysOnly)
            at = Varint.WriteBytes(to, at, Value, entry.Value);
        return Varint.WriteField(to, at, Lease, entry.Lease);
    }
}
