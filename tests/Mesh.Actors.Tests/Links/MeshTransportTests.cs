using System.Net;
using System.Net.Sockets;
using System.Text;
using Mesh.Catalog;
using Mesh.Links;
using Mesh.Membership.Joining;
using Mesh.Testing;

namespace Mesh.Actors.Tests.Links;

public sealed class MeshTransportTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("::1")]
    public async Task Nodes_talk_under_names_and_addresses_of_both_families(string host)
    {
        await using var a = LinkSystem.Start(host);
        await using var b = LinkSystem.Start();

        Assert.Equal("there", await a.EchoAsync(b, "there"));
        Assert.Equal("here", await b.EchoAsync(a, "here"));
        Assert.StartsWith(HostPort.Text(host, a.Port), a.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_messages_arrive_whole_and_in_order()
    {
        await using var a = LinkSystem.Start();
        await using var b = LinkSystem.Start();
        var texts = Enumerable.Range(0, 60).Select(i => new string((char)('a' + (i % 26)), (i % 7) * 100_000)).ToArray();

        var back = await Task.WhenAll(texts.Select(t => a.EchoAsync(b, t)));

        Assert.Equal(texts, back);
    }

    /// <summary>Neither form makes the other one deaf, however they take turns.</summary>
    [Fact]
    public async Task Node_is_asked_by_name_and_by_address_in_turn_and_answers_both_with_the_address_to_call_it_by()
    {
        await using var a = LinkSystem.Start("127.0.0.1");
        await using var b = LinkSystem.Start();
        for (var turn = 0; turn < 10; turn++)
        {
            foreach (var form in (string[])[$"localhost:{a.Port}", $"127.0.0.1:{a.Port}", $"[::ffff:127.0.0.1]:{a.Port}"])
                Assert.Equal(a.Address, (await b.Greeter.AskAsync(form)).Node?.Address);
            Assert.Equal("still", await b.EchoAsync(a, "still"));
        }
    }

    [Fact]
    public async Task Link_to_another_form_of_the_address_says_which_one_is_meant()
    {
        await using var a = LinkSystem.Start("127.0.0.1");
        await using var b = LinkSystem.Start();

        b.System.ActorSelection($"akka.tcp://mesh@localhost:{a.Port}/user/echo").Tell("lost");

        await Eventually.IsAsync(() => b.Warnings.Any(w => w.Contains(a.Address, StringComparison.Ordinal)), "not so: b says the address");
    }

    [Fact]
    public async Task Node_of_another_mesh_gets_no_link_and_both_say_why()
    {
        await using var a = LinkSystem.Start();
        await using var b = LinkSystem.Start(mesh: "blue");

        Assert.Contains("mesh name (MeshName) is 'blue' here and 'mesh' there", (await b.Greeter.AskAsync(a.Address)).Refusal, StringComparison.Ordinal);
        b.System.ActorSelection($"{a.Provider.DefaultAddress}/user/echo").Tell("lost");

        await Eventually.IsAsync(() => a.Warnings.Any(w => w.Contains("'blue' there", StringComparison.Ordinal)), "not so: a says it");
        await Eventually.IsAsync(() => b.Warnings.Any(w => w.Contains("'blue' here", StringComparison.Ordinal)), "not so: b says it");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("MSHc\u0000\u0000\u0000\u0004abcd")]
    [InlineData("MSHc\u0000\u007f\u0000\u0000")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001")]
    public async Task Garbage_ends_its_own_connection_and_costs_one_line(string text)
    {
        await using var a = LinkSystem.Start();
        await using var b = LinkSystem.Start();
        Assert.Equal("before", await b.EchoAsync(a, "before"));
        for (var i = 0; i < 20; i++)
        {
            using var stranger = await ConnectAsync(a);
            await stranger.SendAsync(Encoding.Latin1.GetBytes(text));
            Assert.Equal(0, await EndAsync(stranger));
        }

        Assert.Equal("after", await b.EchoAsync(a, "after"));
        Assert.Single(a.Warnings);
    }

    [Fact]
    public async Task Port_that_is_only_tried_costs_no_line()
    {
        await using var a = LinkSystem.Start();
        using (await ConnectAsync(a))
        {
        }

        using var half = await ConnectAsync(a);
        half.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await EndAsync(half));
        Assert.Empty(a.Warnings);
    }

    [Fact]
    public async Task System_with_akkas_own_transport_is_left_waiting_until_the_time_for_a_hello_is_over()
    {
        await using var a = LinkSystem.Start(more: "akka.remote.mesh-tcp.hello-timeout = 300ms");
        using var stranger = await ConnectAsync(a);
        await stranger.SendAsync(new byte[] { 6, 0, 0, 0, 0x12, 4, 8, 1, 0x12, 0 });

        Assert.Equal(0, await EndAsync(stranger));
        Assert.Contains("no hello of a mesh", Assert.Single(a.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_hello_is_waited_for_no_longer_than_the_limit()
    {
        await using var a = LinkSystem.Start(more: "akka.remote.mesh-tcp.hello-timeout = 200ms");
        using var slow = await ConnectAsync(a);
        await slow.SendAsync("MSHc"u8.ToArray());

        Assert.Equal(0, await EndAsync(slow));
        await Eventually.IsAsync(() => a.Warnings.Any(w => w.Contains("0.2 s", StringComparison.Ordinal)), "not so: a says so");
    }

    [Fact]
    public async Task Message_beyond_the_bound_ends_the_link_before_it_has_come()
    {
        await using var a = LinkSystem.Start();
        using var peer = await ConnectAsync(a);
        var hello = new LinkHello(new Owner("127.0.0.1:1", 1), null, 1);
        await peer.SendAsync(LinkFrames.Hello(LinkFrames.CallerMark, LinkHelloCodec.Write(hello)));
        await peer.SendAsync(new byte[] { 0, 255, 255, 255 });

        await EndAsync(peer);
        await Eventually.IsAsync(() => a.Warnings.Any(w => w.Contains("16777215 bytes, at most 1048576", StringComparison.Ordinal)), "not so: a says so");
    }

    [Fact]
    public async Task Connections_that_say_nothing_are_bounded_in_number_and_bytes()
    {
        await using var a = LinkSystem.Start();
        await using var b = LinkSystem.Start();
        Assert.Equal("before", await b.EchoAsync(a, "before"));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var silent = await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => ConnectAsync(a)));
        try
        {
            // As much of a hello as may be held, short of its last byte.
            byte[] most = [.. "MSHc"u8, 0, 0, 255, 248, .. new byte[LinkFrames.LongestHello - 1]];
            var closed = 0;
            foreach (var socket in silent)
            {
                try
                {
                    await socket.SendAsync(most);
                }
                catch (SocketException)
                {
                    // One of those that were closed.
                }
            }

            await Eventually.IsAsync(() =>
            {
                closed = silent.Count(s => s.Poll(0, SelectMode.SelectRead));
                return closed == 150 - 64;
            }, "not so: all but 64 are closed");
            var held = GC.GetTotalMemory(forceFullCollection: true) - before;
            Assert.InRange(held, long.MinValue, 32 * 1024 * 1024);
            Assert.Equal("an open link goes on", await b.EchoAsync(a, "an open link goes on"));
        }
        finally
        {
            foreach (var socket in silent)
                socket.Dispose();
        }

        await using var c = LinkSystem.Start();
        await Eventually.IsAsync(async () => (await c.Greeter.AskAsync(a.Address)).Node is not null, () => "not so: there is room again");
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("")]
    public async Task Stranger_on_a_nodes_port_is_no_node(string answer)
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var taken = stranger.AcceptSocketAsync();
        await using var a = LinkSystem.Start();

        var asked = a.Greeter.AskAsync($"{stranger.LocalEndpoint}");
        using (var socket = await taken)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(answer));
            socket.Shutdown(SocketShutdown.Send);
            Assert.Equal(SeedGreeting.Somebody, await asked);
        }

        Assert.Equal(SeedGreeting.Nobody, await a.Greeter.AskAsync($"127.0.0.1:{FreePorts.Take()}"));

        Assert.False(a.System.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Certificate_of_another_name_disturbs_nobody_else()
    {
        using var authority = new TestAuthority();
        await using var a = LinkSystem.Start(tls: authority.Node("127.0.0.1"));
        await using var b = LinkSystem.Start(tls: authority.Node("127.0.0.1"));
        await using var wrong = LinkSystem.Start(tls: authority.Node("elsewhere.example"));
        Assert.Equal("before", await a.EchoAsync(b, "before"));

        Assert.Contains("certificate is not for 127.0.0.1", (await wrong.Greeter.AskAsync(a.Address)).Refusal, StringComparison.Ordinal);
        Assert.Null((await a.Greeter.AskAsync(wrong.Address)).Node);
        a.System.ActorSelection($"{wrong.Provider.DefaultAddress}/user/echo").Tell("lost");
        wrong.System.ActorSelection($"{a.Provider.DefaultAddress}/user/echo").Tell("lost");
        await Eventually.IsAsync(() => a.Warnings.Any(w => w.Contains("not for", StringComparison.Ordinal)), "not so: a says it");

        Assert.Equal("after", await a.EchoAsync(b, "after"));
        Assert.All((LinkSystem[])[a, b, wrong], s => Assert.False(s.System.WhenTerminated.IsCompleted));
    }

    [Fact]
    public async Task Older_tls_is_not_spoken()
    {
        using var authority = new TestAuthority();
        await using var a = LinkSystem.Start(tls: authority.Node("127.0.0.1"));
        using var socket = await ConnectAsync(a);
        await using var tls = new System.Net.Security.SslStream(new NetworkStream(socket), false, (_, shown, _, _) => shown is not null);

        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync(
            new System.Net.Security.SslClientAuthenticationOptions
            {
                TargetHost = "127.0.0.1",
                EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls12,
            }));
    }

    private static async Task<Socket> ConnectAsync(LinkSystem system)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, system.Port);
        return socket;
    }

    /// <summary>Until the other end closes: 0, or what a reset says.</summary>
    private static async Task<int> EndAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        try
        {
            int read;
            do
                read = await socket.ReceiveAsync(new byte[4096], limit.Token);
            while (read > 0);
            return read;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
