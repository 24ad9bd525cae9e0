using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport;
using Google.Protobuf;
using Mesh.Links;
using Mesh.Testing;
using Mesh.Threads;

namespace Mesh.Actors.Tests.Links;

/// <summary>One association over a real connection whose other end is the test.</summary>
public sealed class LinkHandleTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task What_was_written_arrives_before_the_end_and_the_listener_hears_of_it()
    {
        var (handle, peer) = await OpenAsync(mostWaiting: 1024 * 1024);
        using var _ = peer;
        var heard = new Heard();
        handle.ReadHandlerSource.SetResult(heard);
        for (byte i = 0; i < 100; i++)
            Assert.True(handle.Write(ByteString.CopyFrom(i)));

        handle.Close();
        handle.Close();

        Assert.Equal(Enumerable.Range(0, 100).SelectMany(i => (byte[])[0, 0, 0, 1, (byte)i]), await AllAsync(peer));
        peer.Dispose();
        await handle.Ended.WaitAsync(Patience.Limit);
        Assert.False(handle.Write(ByteString.CopyFrom(1)));
        Assert.IsType<Disassociated>(Assert.Single(heard.Events));
    }

    [Fact]
    public async Task Writing_is_refused_while_too_much_waits_and_goes_on_after()
    {
        var (handle, peer) = await OpenAsync(mostWaiting: 64 * 1024);
        using var _ = peer;
        var message = ByteString.CopyFrom(new byte[1024 * 1024]);
        // The longest message is taken though it is above the bound, since nothing waits before it.
        Assert.True(handle.Write(message));
        var taken = 1;
        await Eventually.IsAsync(() =>
        {
            while (taken < 1_000 && handle.Write(message))
                taken++;
            return !handle.Write(message);
        }, "not so: the buffers of the system are full");
        Assert.InRange(taken, 1, 100);

        var reading = AllAsync(peer);
        await Eventually.IsAsync(() => handle.Write(ByteString.CopyFrom(1)), "not so: there is room again");
        handle.Close();
        Assert.True((await reading).Length > taken * message.Length);
    }

    [Fact]
    public async Task Other_end_that_goes_is_told_to_the_listener()
    {
        var (handle, peer) = await OpenAsync(mostWaiting: 1024);
        var heard = new Heard();
        handle.ReadHandlerSource.SetResult(heard);
        await peer.SendAsync(new byte[] { 0, 0, 0, 2, 8, 9, 0, 0, 0, 5, 1 });

        peer.Dispose();
        await handle.Ended.WaitAsync(Patience.Limit);

        Assert.Equal([8, 9], Assert.IsType<InboundPayload>(heard.Events.First()).Payload.ToByteArray());
        Assert.IsType<Disassociated>(heard.Events.Last());
        Assert.Equal(2, heard.Events.Count);
    }

    public void Dispose() => _listener.Dispose();

    private static async Task<byte[]> AllAsync(Socket socket)
    {
        using var all = new MemoryStream();
        await new NetworkStream(socket).CopyToAsync(all, new CancellationTokenSource(Patience.Limit).Token);
        return all.ToArray();
    }

    private async Task<(LinkHandle Handle, Socket Peer)> OpenAsync(int mostWaiting)
    {
        _listener.Start();
        var peer = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(_listener.LocalEndpoint);
        var channel = await LinkChannel.AnswerAsync(new LinkStream(await _listener.AcceptSocketAsync(), SparePool.Shared), null, CancellationToken.None);
        var parts = new LinkHandleParts(
            1024, mostWaiting, new LinkFaultLog(NoLogger.Instance, TimeProvider.System), TimeProvider.System, _ => { });
        return (new LinkHandle(channel, Address.AllSystems, Address.AllSystems, parts), peer);
    }

    private sealed class Heard : IHandleEventListener
    {
        public ConcurrentQueue<IHandleEvent> Events { get; } = new();

        public void Notify(IHandleEvent ev) => Events.Enqueue(ev);
    }
}
