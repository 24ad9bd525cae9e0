using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Strangers;

/// <summary>Those that speak no protocol to its end.</summary>
internal static class RawCrowds
{
    private const int Connections = 300;
    private const int Chunk = 64 << 10;

    public static IReadOnlyList<Crowd> All { get; } =
    [
        new("between nodes: half a frame of 100 MB", Connections, (n, _, end) => HalfAsync(n.Ports.Remoting, Frame(), end)),
        new("between nodes: connected and closed", 64, (n, _, end) => TouchAsync(n.Ports.Remoting, end)),
        new("HTTP: half a request of 100 MB", Connections, (n, _, end) => HalfAsync(n.Http.Port, Request("/mesh/v1/services/a/b", "PUT"), end)),
        new("etcd over JSON: half a request of 100 MB", Connections, (n, _, end) => HalfAsync(n.Ports.EtcdJson!.Value, Request("/v3/kv/put", "POST"), end)),
        new("etcd over gRPC: half a frame of HTTP/2", Connections, (n, _, end) => HalfAsync(n.Ports.Etcd!.Value, Http2(), end)),
        new("DNS over TCP: half a message", Connections, (n, _, end) => HalfAsync(n.Ports.Dns!.Value, [0xff, 0xff, .. new byte[1_000]], end)) { AsksDns = true },
        new("DNS over UDP: random names", 64, AskAsync) { AsksDns = true },
    ];

    /// <summary>Sends what there is and as much again as the other end takes, and waits until it closes.</summary>
    private static async Task HalfAsync(int port, byte[] bytes, CancellationToken end)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, end);
        await socket.SendAsync(bytes, end);
        var more = new byte[Chunk];
        var sending = SendAsync(socket, more, end);
        while (await socket.ReceiveAsync(new byte[Chunk], end) > 0)
        {
        }

        socket.Close();
        await sending;
    }

    private static async Task SendAsync(Socket socket, byte[] more, CancellationToken end)
    {
        for (var n = 0; n < 16; n++)
            await socket.SendAsync(more, end);
    }

    private static async Task TouchAsync(int port, CancellationToken end)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, end);
        await socket.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), end);
        await socket.ReceiveAsync(new byte[Chunk], end);
    }

    private static async Task AskAsync(NodeProcess node, int worker, CancellationToken end)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(IPAddress.Loopback, node.Ports.Dns!.Value, end);
        for (var n = 0; n < 100; n++)
            await socket.SendAsync(Question($"{Guid.NewGuid():N}.service.mesh"), end);
    }

    private static byte[] Question(string name)
    {
        List<byte> message = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        foreach (var label in name.Split('.'))
            message.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        return [.. message, 0, 0, 1, 0, 1];
    }

    private static byte[] Frame()
    {
        var frame = new byte[Chunk];
        BinaryPrimitives.WriteInt32LittleEndian(frame, 100_000_000);
        return frame;
    }

    private static byte[] Request(string path, string method) => Encoding.ASCII.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n{{\"a\":\"");

    /// <summary>The preface, and headers that do not end.</summary>
    private static byte[] Http2() =>
        [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0x40, 0, 1, 0, 0, 0, 0, 1, .. new byte[8_000]];
}
