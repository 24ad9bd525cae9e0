using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>
/// Opens an HTTP/2 connection and sends one PING (RFC 9113, section 6.7): passing when it is acknowledged. The few
/// frames are written by hand, because HttpClient offers no ping.
/// </summary>
internal sealed class H2PingProbe(TimeProvider time, ProbeReach? reach = null)
{
    private readonly ProbeReach _reach = reach ?? ProbeReach.Default;

    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte GoAway = 7;
    private const byte Ack = 1;
    private const int HeaderSize = 9;
    private const int PingSize = 8;
    private const int MaxFrame = 64 * 1024;
    private const int MaxFrames = 64;

    // Preface, an empty SETTINGS frame, the acknowledgement of the server's, and the PING.
    private static readonly byte[] Opening =
    [
        .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
        0, 0, 0, Settings, 0, 0, 0, 0, 0,
        0, 0, PingSize, Ping, 0, 0, 0, 0, 0, .. "meshping"u8,
    ];

    public Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop) =>
        ProbeAttempt.RunAsync(terms, time, cancellation => PingAsync(terms, cancellation), stop);

    private async Task<ProbeResult> PingAsync(HealthTerms terms, CancellationToken cancellation)
    {
        var address = new Uri("tcp://" + terms.Target);
        using var socket = await _reach.ConnectAsync(SocketType.Stream, ProtocolType.Tcp, address.IdnHost, address.Port, cancellation);
        await using var plain = new NetworkStream(socket);
        await using var stream = terms.UseTls ? await ProbeTls.OpenAsync(plain, terms, address.IdnHost, [SslApplicationProtocol.Http2], cancellation) : plain;
        await stream.WriteAsync(Opening, cancellation);
        return await ReadAsync(stream, terms, cancellation);
    }

    private static async Task<ProbeResult> ReadAsync(Stream stream, HealthTerms terms, CancellationToken cancellation)
    {
        var header = new byte[HeaderSize];
        for (var frames = 0; frames < MaxFrames; frames++)
        {
            if (await stream.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false, cancellation) < HeaderSize)
                return ProbeResult.Critical($"{terms.Target} closed the connection without an answer to PING");
            var length = (header[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(1));
            if (length > MaxFrame)
                return ProbeResult.Critical($"{terms.Target} does not speak HTTP/2");
            await stream.ReadExactlyAsync(new byte[length], cancellation);
            var (type, flags) = (header[3], header[4]);
            if (type is Ping && (flags & Ack) != 0)
                return ProbeResult.Passing($"PING acknowledged by {terms.Target}");
            if (type is GoAway)
                return ProbeResult.Critical($"{terms.Target} sent GOAWAY");
        }

        return ProbeResult.Critical($"no answer to PING among {MaxFrames} frames from {terms.Target}");
    }
}
