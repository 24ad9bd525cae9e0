using System.Text;

namespace Mesh;

/// <summary>
/// FNV-1a over UTF-8, finished with the mixer of MurmurHash3, both in the public domain: the same number on every
/// machine, in every process and version. Buckets, hash tables and rendezvous choices depend on it: never change it.
/// </summary>
public static class StableHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(ReadOnlySpan<char> text) => Mix(Append(Offset, text));

    /// <summary>The hash of a pair; differs from that of the concatenation.</summary>
    public static ulong Of(ReadOnlySpan<char> first, ReadOnlySpan<char> second) =>
        Mix(Append((Append(Offset, first) ^ 0xff) * Prime, second));

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Offset;
        foreach (var b in bytes)
            hash = (hash ^ b) * Prime;
        return Mix(hash);
    }

    public static ulong Mix(ulong h)
    {
        h ^= h >> 33;
        h *= 0xff51afd7ed558ccd;
        h ^= h >> 33;
        h *= 0xc4ceb9fe1a85ec53;
        return h ^ (h >> 33);
    }

    private static ulong Append(ulong hash, ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[256];
        while (!text.IsEmpty)
        {
            var part = text[..Math.Min(text.Length, 64)];
            // A surrogate pair must not be cut.
            if (part.Length < text.Length && char.IsHighSurrogate(part[^1]))
                part = text[..(part.Length + 1)];
            var length = Encoding.UTF8.GetBytes(part, utf8);
            foreach (var b in utf8[..length])
                hash = (hash ^ b) * Prime;
            text = text[part.Length..];
        }

        return hash;
    }
}
