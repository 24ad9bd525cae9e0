using System.Buffers;
using System.Buffers.Binary;

namespace Mesh.Links;

/// <summary>
/// How the bytes of a connection are divided: each side begins with a mark and its hello, and goes on with messages; a
/// length of four bytes, the highest first, stands before each. Pure.
/// </summary>
internal static class LinkFrames
{
    /// <summary>Bytes of a length.</summary>
    public const int Header = sizeof(int);

    /// <summary>Bytes before the hello: the mark and the hello's length.</summary>
    public const int HelloHeader = 4 + Header;

    /// <summary>A hello is at most so long, in bytes; so is what is held of a connection until it has said it.</summary>
    public const int LongestHello = 64 * 1024 - HelloHeader;

    private const int LongestQuote = 4;

    /// <summary>What a caller begins with.</summary>
    public static ReadOnlySpan<byte> CallerMark => "MSHc"u8;

    /// <summary>What one who was called begins with; another one, so that nobody takes his own echo for an answer.</summary>
    public static ReadOnlySpan<byte> AnswerMark => "MSHa"u8;

    /// <exception cref="LinkException">The hello is too long.</exception>
    public static byte[] Hello(ReadOnlySpan<byte> mark, ReadOnlySpan<byte> hello)
    {
        if (hello.Length > LongestHello)
            throw new LinkException($"its hello has {hello.Length} bytes, at most {LongestHello} are read");
        var bytes = new byte[HelloHeader + hello.Length];
        mark.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(mark.Length), hello.Length);
        hello.CopyTo(bytes.AsSpan(HelloHeader));
        return bytes;
    }

    /// <summary>Takes the hello from the front of what has come; false: it is not all here yet.</summary>
    /// <exception cref="LinkException">It begins otherwise, or is too long: found out by its first bytes.</exception>
    public static bool TryTakeHello(ref ReadOnlySequence<byte> come, ReadOnlySpan<byte> mark, out byte[] hello)
    {
        hello = [];
        Span<byte> header = stackalloc byte[HelloHeader];
        var known = (int)Math.Min(come.Length, HelloHeader);
        come.Slice(0, known).CopyTo(header);
        var marked = Math.Min(known, mark.Length);
        if (!header[..marked].SequenceEqual(mark[..marked]))
            throw new LinkException($"it begins with {Quote(header[..marked])}, which is no hello of a mesh") { IsOfAkka = IsOfAkka(header[..marked]) };
        if (known < HelloHeader)
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[mark.Length..]);
        if (length > LongestHello)
            throw new LinkException($"its hello has {length} bytes, at most {LongestHello} are read");
        if (come.Length < HelloHeader + length)
            return false;
        hello = come.Slice(HelloHeader, length).ToArray();
        come = come.Slice(HelloHeader + length);
        return true;
    }

    /// <summary>Takes a message from the front of what has come; false: it is not all here yet.</summary>
    /// <param name="longest">What a message may have in bytes.</param>
    /// <exception cref="LinkException">It is longer than that: found out by its length, before the rest has come.</exception>
    public static bool TryTake(ref ReadOnlySequence<byte> come, int longest, out byte[] message)
    {
        message = [];
        if (come.Length < Header)
            return false;
        Span<byte> header = stackalloc byte[Header];
        come.Slice(0, Header).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length > (uint)longest)
            throw new LinkException($"it sends a message of {length} bytes, at most {longest} are read");
        if (come.Length < Header + length)
            return false;
        message = come.Slice(Header, length).ToArray();
        come = come.Slice(Header + length);
        return true;
    }

    public static void Put(IBufferWriter<byte> writer, ReadOnlySpan<byte> message)
    {
        BinaryPrimitives.WriteInt32BigEndian(writer.GetSpan(Header), message.Length);
        writer.Advance(Header);
        writer.Write(message);
    }

    /// <summary>Akka's own transport begins with the length of its first message, the lowest byte first, and that message is short.</summary>
    private static bool IsOfAkka(ReadOnlySpan<byte> bytes) => bytes is [_, _, 0, 0] and not [0, 0, ..];

    private static string Quote(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0x16, ..])
            return "a TLS handshake (this node has no certificates)";
        var text = new char[Math.Min(bytes.Length, LongestQuote)];
        for (var i = 0; i < text.Length; i++)
            text[i] = bytes[i] is > 0x20 and < 0x7f ? (char)bytes[i] : '.';
        return $"'{new string(text)}'";
    }
}
