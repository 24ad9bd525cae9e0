using System.Buffers.Binary;
using System.Diagnostics;
using Mesh.Node.Metrics;

namespace Mesh.Node.Dns;

/// <summary>Packet in, packet out, for one loop; what loops share is thread-safe.</summary>
internal sealed class DnsResponder(
    DnsAnswers answers, DnsCache cache, DnsWorld world, DnsOptions options, ulong seed, DoorFigures? figures = null)
{
    /// <summary>The longest message over TCP (RFC 1035 4.2.2).</summary>
    public const int MaxMessage = ushort.MaxValue;

    private readonly DnsScratch _scratch = new(seed);
    private readonly byte[] _key = new byte[DnsQuery.MaxNameLength + 4];

    /// <param name="client">Stands for the client: its address.</param>
    /// <param name="isStream">Over TCP the size that the client names does not count.</param>
    /// <param name="output">At least <see cref="MaxMessage"/> octets for a stream, MaxDatagram otherwise.</param>
    /// <returns>The length of the answer; 0: none.</returns>
    public int Respond(ReadOnlySpan<byte> packet, ulong client, bool isStream, Span<byte> output)
    {
        if (figures is null)
            return Make(packet, client, isStream, output);
        var began = Stopwatch.GetTimestamp();
        var length = Make(packet, client, isStream, output);
        if (length > 0)
            figures.Record(DoorName.Dns, OutcomeOf(output), Stopwatch.GetElapsedTime(began));
        return length;
    }

    private int Make(ReadOnlySpan<byte> packet, ulong client, bool isStream, Span<byte> output)
    {
        var verdict = DnsQueryParser.Parse(packet, out var query);
        if (verdict is DnsVerdict.FormatError)
            query = query with { HasEdns = false };
        return verdict switch
        {
            DnsVerdict.Answer => Answer(packet, in query, client, isStream, output),
            DnsVerdict.Drop => 0,
            DnsVerdict.NotImplemented => DnsResponse.WriteFault(in query, DnsRcode.NotImplemented, output),
            DnsVerdict.BadVersion => DnsResponse.WriteFault(in query, DnsRcode.BadVersion, output),
            _ => DnsResponse.WriteFault(in query, DnsRcode.FormatError, output),
        };
    }

    /// <summary>What is sent when the answer could not be made; 0: the packet is not even a question.</summary>
    public static int RespondFailure(ReadOnlySpan<byte> packet, Span<byte> output) =>
        DnsQueryParser.Parse(packet, out var query) is DnsVerdict.Answer
            ? DnsResponse.WriteFault(in query, DnsRcode.ServerFailure, output)
            : 0;

    /// <summary>No more than the question with TC set: the client is to ask over TCP. 0: the packet is not even a question.</summary>
    public static int RespondCut(ReadOnlySpan<byte> packet, Span<byte> output) =>
        DnsQueryParser.Parse(packet, out var query) is DnsVerdict.Answer ? DnsResponse.WriteCut(packet, in query, output) : 0;

    private int Answer(ReadOnlySpan<byte> packet, in DnsQuery query, ulong client, bool isStream, Span<byte> output)
    {
        if (world.IsStopped)
            return DnsResponse.WriteFault(in query, DnsRcode.ServerFailure, output);
        var key = _key.AsSpan(0, query.QuestionLength);
        DnsName.Fold(packet.Slice(DnsQuery.HeaderLength, query.NameLength), key);
        packet.Slice(DnsQuery.HeaderLength + query.NameLength, 4).CopyTo(key[query.NameLength..]);
        var snapshot = world.Snapshot;
        var answer = cache.Find(key, snapshot) ?? Make(key, in query);
        var limit = isStream ? MaxMessage : Math.Min(query.PayloadSize, options.MaxDatagram);
        return DnsResponse.Write(
            packet, in query, answer, limit, StableHash.Mix(client ^ answer.Name), _scratch, output);
    }

    private DnsAnswer Make(ReadOnlySpan<byte> key, in DnsQuery query)
    {
        var labels = DnsName.Labels(key[..query.NameLength]);
        var answer = answers.Answer(labels, query.Type, query.Class, world.View) with
        {
            Name = StableHash.Of(string.Join('.', labels)),
        };
        cache.Keep(key, query.Type, answer, world.Snapshot);
        return answer;
    }

    /// <summary>By the code in the header: that there is no such name is an answer.</summary>
    private static DoorOutcome OutcomeOf(ReadOnlySpan<byte> answer) => (DnsRcode)(answer[3] & 0xF) switch
    {
        DnsRcode.NoError or DnsRcode.NoSuchName => DoorOutcome.Ok,
        DnsRcode.ServerFailure => DoorOutcome.Failed,
        _ => DoorOutcome.Refused,
    };

    /// <summary>An address as the number that stands for it.</summary>
    public static ulong ClientOf(ReadOnlySpan<byte> address) => address.Length switch
    {
        4 => BinaryPrimitives.ReadUInt32BigEndian(address),
        16 => BinaryPrimitives.ReadUInt64BigEndian(address)
            ^ BinaryPrimitives.ReadUInt64BigEndian(address[8..]),
        _ => 0,
    };
}
