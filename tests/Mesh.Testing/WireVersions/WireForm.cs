using Google.Protobuf;
using Google.Protobuf.Reflection;
using P = Mesh.Wire.Proto;

namespace Mesh.Testing.WireVersions;

/// <summary>
/// Writes a message anew as another version would, field by field and message within message: with fewer fields, or with
/// fields that nobody here knows.
/// </summary>
/// <param name="knows">The fields that the version has.</param>
/// <param name="adds">Puts fields of every wire type before and behind those of each message.</param>
internal sealed class WireForm(Func<FieldDescriptor, bool> knows, bool adds)
{
    private const int Unknown = 2000;

    public byte[] Rewrite(string manifest, byte[] bytes) =>
        WireSchema.Messages.TryGetValue(manifest, out var schema) ? Rewrite(schema, bytes) : bytes;

    private byte[] Rewrite(MessageDescriptor schema, byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            if (adds)
                Add(output);
            Copy(schema, bytes, output);
            if (adds)
                Add(output);
        }

        return stream.ToArray();
    }

    private void Copy(MessageDescriptor schema, byte[] bytes, CodedOutputStream output)
    {
        // A command that is passed on is bytes under the manifest beside it.
        var carried = schema == P.Forwarded.Descriptor ? P.Forwarded.Parser.ParseFrom(bytes).Manifest : null;
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is > 0 and var tag)
        {
            var field = schema.FindFieldByNumber(WireFormat.GetTagFieldNumber(tag));
            if (field is not null && !knows(field))
            {
                input.SkipLastField();
                continue;
            }

            output.WriteTag(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint:
                    output.WriteUInt64(input.ReadUInt64());
                    break;
                case WireFormat.WireType.Fixed64:
                    output.WriteFixed64(input.ReadFixed64());
                    break;
                case WireFormat.WireType.Fixed32:
                    output.WriteFixed32(input.ReadFixed32());
                    break;
                case WireFormat.WireType.LengthDelimited:
                    output.WriteBytes(ByteString.CopyFrom(Within(field, input.ReadBytes().ToByteArray(), carried)));
                    break;
                default:
                    throw new InvalidOperationException($"{schema.Name} has a field of the wire type {WireFormat.GetTagWireType(tag)}");
            }
        }
    }

    private byte[] Within(FieldDescriptor? field, byte[] value, string? carried) => field switch
    {
        null => value,
        { FieldType: FieldType.Bytes } when carried is not null => Rewrite(carried, value),
        _ => WireSchema.Embedded(field) is { } message ? Rewrite(message, value) : value,
    };

    private static void Add(CodedOutputStream output)
    {
        output.WriteTag(Unknown, WireFormat.WireType.Varint);
        output.WriteUInt64(ulong.MaxValue);
        output.WriteTag(Unknown + 1, WireFormat.WireType.Fixed64);
        output.WriteFixed64(1);
        output.WriteTag(Unknown + 2, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFromUtf8("of a newer version"));
        output.WriteTag(Unknown + 3, WireFormat.WireType.Fixed32);
        output.WriteFixed32(1);
    }
}
