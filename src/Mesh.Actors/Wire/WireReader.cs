using System.Buffers.Binary;

namespace Mesh.Wire;

/// <summary>
/// Walks the fields of one protobuf message. Checks every length before it is used; what is wrong ends in a
/// <see cref="WireFormatException"/>. Fields that the caller does not take are skipped.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private WireKind _kind;
    private bool _pending;

    /// <summary>The number of the present field.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field, past the present one if its value was not taken.</summary>
    public bool Next()
    {
        if (_pending)
            Skip();
        if (_at == _bytes.Length)
            return false;
        var tag = Varint();
        if (tag >> 3 is 0 or > 536_870_911)
            throw new WireFormatException($"field number {tag >> 3} at byte {_at}");
        Field = (int)(tag >> 3);
        _kind = (WireKind)(tag & 7);
        _pending = true;
        return true;
    }

    public long Number()
    {
        Take(WireKind.Varint);
        return (long)Varint();
    }

    /// <summary>Protobuf keeps the low 32 bits.</summary>
    public int Number32() => unchecked((int)Number());

    public bool Flag() => Number() != 0;

    public TimeSpan Span() => new(Number());

    public DateTimeOffset Moment()
    {
        Take(WireKind.Fixed64);
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(Bytes(sizeof(long)));
        return WireTime.Moment((ulong)ticks);
    }

    public int Fixed32()
    {
        Take(WireKind.Fixed32);
        return BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)));
    }

    public long Fixed64()
    {
        Take(WireKind.Fixed64);
        return BinaryPrimitives.ReadInt64LittleEndian(Bytes(sizeof(long)));
    }

    /// <summary>The content of a string, bytes or embedded message field.</summary>
    public ReadOnlySpan<byte> Content()
    {
        Take(WireKind.Bytes);
        return Bytes(Varint());
    }

    private void Take(WireKind kind)
    {
        if (_kind != kind)
            throw new WireFormatException($"field {Field} is written as {_kind}, {kind} is expected");
        _pending = false;
    }

    private void Skip()
    {
        _pending = false;
        switch (_kind)
        {
            case WireKind.Varint:
                Varint();
                break;
            case WireKind.Fixed64:
                Bytes(sizeof(long));
                break;
            case WireKind.Fixed32:
                Bytes(sizeof(int));
                break;
            case WireKind.Bytes:
                Bytes(Varint());
                break;
            default:
                throw new WireFormatException($"field {Field} has the wire type {(int)_kind}");
        }
    }

    private ReadOnlySpan<byte> Bytes(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _at))
            throw new WireFormatException($"field {Field} ends {length - (ulong)(_bytes.Length - _at)} bytes too late");
        var part = _bytes.Slice(_at, (int)length);
        _at += part.Length;
        return part;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_at == _bytes.Length)
                throw new WireFormatException($"ends within a number at byte {_at}");
            var b = _bytes[_at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }

        throw new WireFormatException($"number of more than ten bytes before byte {_at}");
    }
}
