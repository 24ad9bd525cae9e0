using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Mesh.Kademlia.Messages;
using P = Mesh.Kademlia.Wire.Proto;

namespace Mesh.Kademlia.Wire;

/// <summary>
/// Messages as datagrams, protobuf after <c>Wire/Proto/kademlia.proto</c>. Whatever bytes come, reading ends with a
/// message within all limits or with the reason why not.
/// </summary>
public static class KadCodec
{
    /// <param name="padTo">Filled up to so many bytes; not more than <see cref="KadSizes.MaxDatagram"/>.</param>
    /// <exception cref="ArgumentException">The message does not fit a datagram.</exception>
    public static byte[] Write(KadMessage message, int padTo = 0)
    {
        var datagram = KadWriting.ToWire(message);
        var size = datagram.CalculateSize();
        if (size < padTo)
            datagram.Padding = ByteString.CopyFrom(new byte[Math.Max(0, padTo - size - PaddingFrame(padTo - size))]);
        size = datagram.CalculateSize();
        return size <= KadSizes.MaxDatagram
            ? datagram.ToByteArray()
            : throw new ArgumentException($"{message.GetType().Name} takes {size} bytes, a datagram {KadSizes.MaxDatagram}");
    }

    /// <param name="error">Names the field, its value and its bound.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out KadMessage? message, out string error) =>
        TryRead(bytes, out message, out _, out error);

    /// <param name="credential">What the sender shows of itself; empty: nothing. Not read further.</param>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out KadMessage?, out string)"/>
    internal static bool TryRead(
        ReadOnlySpan<byte> bytes,
        [NotNullWhen(true)] out KadMessage? message,
        out ReadOnlyMemory<byte> credential,
        out string error)
    {
        (message, credential) = (null, default);
        error = "";
        if (bytes.Length > KadSizes.MaxDatagram)
        {
            error = $"the datagram has {bytes.Length} bytes, at most {KadSizes.MaxDatagram} are read";
            return false;
        }

        try
        {
            var datagram = P.Datagram.Parser.ParseFrom(bytes);
            message = KadReading.FromWire(datagram);
            credential = datagram.Credential.Memory;
            return true;
        }
        catch (InvalidProtocolBufferException e)
        {
            error = $"not a datagram of the overlay: {e.Message}";
        }
        catch (KadFormatException e)
        {
            error = e.Message;
        }

        return false;
    }

    // A tag of two bytes and the length.
    private static int PaddingFrame(int room) => room - 3 < 128 ? 3 : 4;
}
