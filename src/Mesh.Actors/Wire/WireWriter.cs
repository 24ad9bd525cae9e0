using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Mesh.Wire;

/// <summary>
/// Writes protobuf fields into a rented buffer in one pass. Values that equal the default are left out, as proto3 does.
/// Fields are written in the order of their numbers, so that the bytes are those of the generated classes.
/// </summary>
internal ref struct WireWriter
{
    private const int FirstSize = 4096;

    private byte[] _buffer;
    private int _at;

    public static WireWriter Rent() => new() { _buffer = ArrayPool<byte>.Shared.Rent(FirstSize) };

    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _at);

    public readonly byte[] ToArray() => _buffer.AsSpan(0, _at).ToArray();

    public readonly void Return() => ArrayPool<byte>.Shared.Return(_buffer);

    public void Text(int field, string value)
    {
        if (value.Length > 0)
            TextAlways(field, value);
    }

    /// <summary>For items of a repeated field, which count even when they are empty.</summary>
    public void TextAlways(int field, string value)
    {
        Tag(field, WireKind.Bytes);
        if (value.Length * 3 < 0x80)
        {
            Reserve(1 + (value.Length * 3));
            var length = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_at + 1));
            _buffer[_at] = (byte)length;
            _at += 1 + length;
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)count);
        Reserve(count);
        _at += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_at));
    }

    public void Number(int field, long value)
    {
        if (value == 0)
            return;
        Tag(field, WireKind.Varint);
        Varint((ulong)value);
    }

    public void Flag(int field, bool value) => Number(field, value ? 1 : 0);

    public void Moment(int field, DateTimeOffset value)
    {
        if (value.UtcTicks == 0)
            return;
        Tag(field, WireKind.Fixed64);
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_at), value.UtcTicks);
        _at += sizeof(long);
    }

    public void Fixed32(int field, int value)
    {
        if (value == 0)
            return;
        Tag(field, WireKind.Fixed32);
        Reserve(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_at), value);
        _at += sizeof(int);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireKind.Bytes);
        Varint((ulong)value.Length);
        Reserve(value.Length);
        value.CopyTo(_buffer.AsSpan(_at));
        _at += value.Length;
    }

    /// <summary>Opens an embedded message; close it with <see cref="End"/> and the mark that this returns.</summary>
    public int Begin(int field)
    {
        Tag(field, WireKind.Bytes);
        Reserve(1);
        return ++_at;
    }

    public void End(int mark)
    {
        var length = _at - mark;
        if (length < 0x80)
        {
            _buffer[mark - 1] = (byte)length;
            return;
        }

        // Room was left for a length of one byte: move the content up by what is missing.
        var extra = VarintSize((ulong)length) - 1;
        Reserve(extra);
        _buffer.AsSpan(mark, length).CopyTo(_buffer.AsSpan(mark + extra));
        _at = mark - 1;
        Varint((ulong)length);
        _at = mark + extra + length;
    }

    private void Tag(int field, WireKind kind) => Varint((ulong)((field << 3) | (int)kind));

    private void Varint(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _buffer[_at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_at++] = (byte)value;
    }

    private static int VarintSize(ulong value)
    {
        var size = 1;
        while ((value >>= 7) != 0)
            size++;
        return size;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _at >= count)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _at + count));
        _buffer.AsSpan(0, _at).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
