using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Links;
using Mesh.Testing;

namespace Mesh.Actors.Tests.Links;

public sealed class LinkCrowdTests
{
    [Theory]
    [InlineData("most-connections-of-one-node", 1)]
    [InlineData("most-connections-of-one-host", 2)]
    public async Task Connections_of_one_node_are_bounded_and_the_bound_is_named(string setting, int names)
    {
        await using var a = LinkSystem.Start(more: $"akka.remote.mesh-tcp.{setting} = 2");
        using var first = await ConnectAsync(a);
        using var second = await ConnectAsync(a);
        using var third = await ConnectAsync(a);

        Assert.Equal("", (await GreetAsync(first, 1)).Refusal);
        Assert.Equal("", (await GreetAsync(second, names)).Refusal);

        Assert.Contains(setting, (await GreetAsync(third, 1)).Refusal, StringComparison.Ordinal);
    }

    private static async Task<NetworkStream> ConnectAsync(LinkSystem to)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, to.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>What the other end says of itself, to a node at a port of this host.</summary>
    private static async Task<LinkHello> GreetAsync(NetworkStream stream, int port)
    {
        var hello = new LinkHello(new Owner($"127.0.0.1:{port}", 1), null, 1);
        await stream.WriteAsync(LinkFrames.Hello(LinkFrames.CallerMark, LinkHelloCodec.Write(hello)));
        var come = new List<byte>();
        var part = new byte[4_096];
        while (true)
        {
            var sequence = new ReadOnlySequence<byte>([.. come]);
            if (LinkFrames.TryTakeHello(ref sequence, LinkFrames.AnswerMark, out var answer))
                return LinkHelloCodec.Read(answer);
            var read = await stream.ReadAsync(part).AsTask().WaitAsync(Patience.Limit);
            Assert.NotEqual(0, read);
            come.AddRange(part.AsSpan(0, read));
        }
    }
}
