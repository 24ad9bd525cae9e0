using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Node.Dns;

/// <summary>
/// One client over TCP: messages with their length in front (RFC 1035 4.2.2), many after each other (RFC 7766). It is
/// closed when no whole question comes, or no answer is taken, within the idle time.
/// </summary>
internal sealed class DnsTcpConnection(
    Socket socket, DnsResponder responder, DnsOptions options, TimeProvider time, DnsFaults faults)
{
    private const int Prefix = 2;

    private readonly byte[] _input = new byte[Prefix + DnsResponse.OwnSize];
    private readonly ulong _client =
        DnsResponder.ClientOf((socket.RemoteEndPoint as IPEndPoint)?.Address.GetAddressBytes() ?? []);

    private int _filled;

    public async Task ServeAsync(CancellationToken closed)
    {
        using var idle = new CancellationTokenSource(options.IdleTimeout, time);
        using var stop = closed.Register(idle.Cancel);
        try
        {
            while (await ReadAsync(idle.Token))
            {
                if (!await AnswerAllAsync(idle))
                    return;
            }
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went, was silent for too long, or the door closes.
        }
    }

    private async Task<bool> ReadAsync(CancellationToken cancellation)
    {
        var read = await socket.ReceiveAsync(_input.AsMemory(_filled), SocketFlags.None, cancellation);
        _filled += read;
        return read > 0;
    }

    /// <summary>Answers every question that is there whole; false: the client does not speak DNS.</summary>
    private async Task<bool> AnswerAllAsync(CancellationTokenSource idle)
    {
        var at = 0;
        while (_filled - at >= Prefix)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(_input.AsSpan(at));
            if (length > DnsResponse.OwnSize)
                return false;
            if (_filled - at < Prefix + length)
                break;
            await AnswerAsync(_input.AsMemory(at + Prefix, length), idle.Token);
            at += Prefix + length;
            idle.CancelAfter(options.IdleTimeout);
        }

        _input.AsSpan(at, _filled - at).CopyTo(_input);
        _filled -= at;
        return true;
    }

    private async Task AnswerAsync(ReadOnlyMemory<byte> packet, CancellationToken cancellation)
    {
        var output = ArrayPool<byte>.Shared.Rent(Prefix + DnsResponder.MaxMessage);
        try
        {
            var length = Respond(packet.Span, output.AsSpan(Prefix));
            if (length == 0)
                return;
            BinaryPrimitives.WriteUInt16BigEndian(output, (ushort)length);
            for (var rest = output.AsMemory(0, Prefix + length); !rest.IsEmpty;)
                rest = rest[await socket.SendAsync(rest, SocketFlags.None, cancellation)..];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(output);
        }
    }

    private int Respond(ReadOnlySpan<byte> packet, Span<byte> output)
    {
        try
        {
            return responder.Respond(packet, _client, isStream: true, output);
        }
        catch (Exception bug)
        {
            faults.OnBug(bug);
            return DnsResponder.RespondFailure(packet, output);
        }
    }
}
