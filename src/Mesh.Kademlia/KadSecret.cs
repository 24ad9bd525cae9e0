using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mesh.Kademlia;

/// <summary>
/// What others must not guess: the ids of requests, and the tokens that prove that a writer receives at the address it
/// writes from (BEP 5 of BitTorrent). Both are keyed hashes of a seed that the shell draws from the system's random
/// source, so that the core has no randomness of its own and needs no timer to change secrets.
/// </summary>
internal sealed class KadSecret(ReadOnlyMemory<byte> seed)
{
    /// <summary>Bytes of the seed.</summary>
    public const int SeedSize = 32;

    /// <summary>A token is good in the period it was given in and in the next: 5 to 10 minutes.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private const byte RequestDomain = 1;
    private const byte TokenDomain = 2;
    private ulong _requests;

    public ulong NextRequestId()
    {
        Span<byte> text = stackalloc byte[9];
        text[0] = RequestDomain;
        BinaryPrimitives.WriteUInt64BigEndian(text[1..], ++_requests);
        return Keyed(text);
    }

    public ulong Token(in KadAddress address, TimeSpan now) => TokenOf(address, now.Ticks / Period.Ticks);

    public bool IsValid(ulong token, in KadAddress address, TimeSpan now)
    {
        var period = now.Ticks / Period.Ticks;
        return token == TokenOf(address, period) || token == TokenOf(address, period - 1);
    }

    private ulong TokenOf(in KadAddress address, long period)
    {
        Span<byte> text = stackalloc byte[27];
        text[0] = TokenDomain;
        BinaryPrimitives.WriteInt64BigEndian(text[1..], period);
        BinaryPrimitives.WriteUInt128BigEndian(text[9..], address.Host);
        BinaryPrimitives.WriteUInt16BigEndian(text[25..], address.Port);
        return Keyed(text);
    }

    private ulong Keyed(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(seed.Span, text, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
