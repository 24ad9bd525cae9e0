using Google.Protobuf;

namespace Mesh.Actors.Tests.Wire;

/// <summary>Appends protobuf fields of any number to a message.</summary>
internal sealed class CodedField(byte[] message)
{
    private readonly MemoryStream _stream = Start(message);

    public CodedField Varint(int field, ulong value) => Write(field, WireFormat.WireType.Varint, o => o.WriteUInt64(value));

    public CodedField Fixed64(int field, ulong value) => Write(field, WireFormat.WireType.Fixed64, o => o.WriteFixed64(value));

    public CodedField Fixed32(int field, uint value) => Write(field, WireFormat.WireType.Fixed32, o => o.WriteFixed32(value));

    public CodedField Bytes(int field, byte[] value) =>
        Write(field, WireFormat.WireType.LengthDelimited, o => o.WriteBytes(ByteString.CopyFrom(value)));

    public byte[] ToArray() => _stream.ToArray();

    private static MemoryStream Start(byte[] message)
    {
        var stream = new MemoryStream();
        stream.Write(message);
        return stream;
    }

    private CodedField Write(int field, WireFormat.WireType type, Action<CodedOutputStream> value)
    {
        using var output = new CodedOutputStream(_stream, leaveOpen: true);
        output.WriteTag(field, type);
        value(output);
        return this;
    }
}
