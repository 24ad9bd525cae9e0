using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Mesh.Testing;
using Mesh.Testing.Network;

namespace Mesh.Cluster.Tests.Network;

/// <summary>Needs root, iproute2 and /dev/net/tun, and says so when one is missing.</summary>
[Collection(SlowNetworkCollection.Name)]
public sealed class SlowNetworkTests
{
    private const int Port = 4100;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(60);
    private static readonly LinkTerms Sure = new(Delay, TimeSpan.Zero, 0);

    [Fact]
    public async Task Packets_between_sites_take_the_delay_both_ways()
    {
        await using var network = await SlowNetwork.CreateAsync(["one", "two"], Sure);
        using var near = await BindAsync(network, "one");
        using var far = await BindAsync(network, "two");

        var began = Stopwatch.GetTimestamp();
        await near.SendToAsync(new byte[100], At(network, "two"));
        Assert.Equal(100, await LengthOfNextAsync(far));
        await far.SendToAsync(new byte[50], At(network, "one"));
        Assert.Equal(50, await LengthOfNextAsync(near));
        var roundTrip = Stopwatch.GetElapsedTime(began);

        Assert.True(roundTrip >= 2 * Delay, $"a round trip took {roundTrip}");
        // 28 bytes of headers.
        Assert.Equal(new TrafficCount(1, 128, 0, 0, 0), network.Traffic.Sum(k => k == new TrafficKey("one", "two", IpProtocol.Udp, Port)));
        Assert.Equal(new TrafficCount(1, 78, 0, 0, 0), network.Traffic.Sum(k => k == new TrafficKey("two", "one", IpProtocol.Udp, Port)));
    }

    [Fact]
    public async Task Packets_within_a_site_do_not_cross_the_network()
    {
        await using var network = await SlowNetwork.CreateAsync(["one"], Sure);
        using var sender = await BindAsync(network, "one");
        using var receiver = await BindAsync(network, "one", host: 2);

        await sender.SendToAsync(new byte[10], At(network, "one", host: 2));

        Assert.Equal(10, await LengthOfNextAsync(receiver));
        Assert.Equal(0, network.Traffic.Sum(_ => true).Packets);
    }

    [Fact]
    public async Task Connection_over_a_lossy_network_brings_all_and_its_opening_is_seen()
    {
        await using var network = await SlowNetwork.CreateAsync(["one", "two"], Sure with { Delay = TimeSpan.FromMilliseconds(5), Loss = 0.1 });
        using var listener = await network.MakeAtAsync("two", () => Listen(At(network, "two")));
        var accepting = listener.AcceptAsync();
        using var client = await NamespaceSocket.ConnectAsync(network.NamespaceOf("one"), At(network, "two")).WaitAsync(Patience.Limit);
        using var server = await accepting.WaitAsync(Patience.Limit);

        var sent = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7)).ToArray();
        var sending = client.SendAsync(sent);
        var received = new byte[sent.Length];
        for (var at = 0; at < received.Length;)
            at += await server.ReceiveAsync(received.AsMemory(at)).AsTask().WaitAsync(Patience.Limit);
        await sending;

        Assert.Equal(sent, received);
        var way = network.Traffic.Sum(k => k is { From: "one", Protocol: IpProtocol.Tcp, Port: Port });
        Assert.True(way is { Openings: > 0, Lost: > 0 } && way.Packets > way.Lost, $"{way}");
    }

    [Fact]
    public async Task Lost_packets_are_counted_and_do_not_arrive()
    {
        const int Count = 100;
        await using var network = await SlowNetwork.CreateAsync(["one", "two"], Sure with { Loss = 0.2 });
        using var near = await BindAsync(network, "one");
        using var far = await BindAsync(network, "two");
        // They are few, and received as they come, for what a socket holds is bounded and the rest would be lost there.
        far.ReceiveBufferSize = 1 << 20;
        var arriving = CountUntilAsync(far, length: 5);

        for (var i = 0; i < Count; i++)
            await near.SendToAsync(new byte[10 + i], At(network, "two"));
        // Nothing is lost of the last one, and packets keep their order.
        await CountedAsync(network, Count);
        network.Rules = new LinkRules(Sure);
        await near.SendToAsync(new byte[5], At(network, "two"));
        var arrived = await arriving;

        var way = network.Traffic.Sum(k => k.From == "one");
        Assert.Equal(Count + 1, way.Packets);
        Assert.InRange(way.Lost, 1, Count - 1);
        Assert.Equal(Count - way.Lost, arrived);
    }

    [Fact]
    public async Task Blocked_protocol_does_not_get_through_while_another_does()
    {
        await using var network = await SlowNetwork.CreateAsync(["one", "two"], Sure);
        using var near = await BindAsync(network, "one");
        using var far = await BindAsync(network, "two");
        using var listener = await network.MakeAtAsync("two", () => Listen(At(network, "two")));

        network.Block(IpProtocol.Udp);
        await near.SendToAsync(new byte[1], At(network, "two"));
        using var client = await NamespaceSocket.ConnectAsync(network.NamespaceOf("one"), At(network, "two")).WaitAsync(Patience.Limit);
        await CountedAsync(network, 1);
        network.Unblock(IpProtocol.Udp);
        await near.SendToAsync(new byte[2], At(network, "two"));

        Assert.Equal(2, await LengthOfNextAsync(far));
        Assert.Equal(1, network.Traffic.Sum(k => k.Protocol is IpProtocol.Udp).Blocked);
        Assert.Equal(0, network.Traffic.Sum(k => k.Protocol is IpProtocol.Tcp).Blocked);
    }

    [Fact]
    public async Task Site_that_is_cut_off_is_silent_until_it_heals()
    {
        await using var network = await SlowNetwork.CreateAsync(["one", "two", "three"], Sure);
        using var near = await BindAsync(network, "one");
        using var cut = await BindAsync(network, "two");
        using var other = await BindAsync(network, "three");

        network.Cut("two");
        await near.SendToAsync(new byte[1], At(network, "two"));
        await near.SendToAsync(new byte[3], At(network, "three"));
        Assert.Equal(3, await LengthOfNextAsync(other));
        network.Heal("two");
        await near.SendToAsync(new byte[2], At(network, "two"));

        Assert.Equal(2, await LengthOfNextAsync(cut));
    }

    [Theory]
    [InlineData("two")]
    [InlineData("no/name")]
    public async Task Network_leaves_nothing_behind_even_when_it_could_not_be_made(string second)
    {
        var made = await Record.ExceptionAsync(
            async () => await (await SlowNetwork.CreateAsync(["one", second], Sure)).DisposeAsync());

        Assert.Equal(second == "two", made is null);
        var names = Directory.Exists("/run/netns") ? Directory.GetFileSystemEntries("/run/netns") : [];
        Assert.DoesNotContain(names, n => Path.GetFileName(n).StartsWith(SlowNetwork.Mark, StringComparison.Ordinal));
        Assert.DoesNotContain(
            Directory.GetFileSystemEntries("/proc/self/fd"), f => new FileInfo(f).LinkTarget == "/dev/net/tun");
    }

    private static IPEndPoint At(SlowNetwork network, string site, int host = 1) => new(network.AddressOf(site, host), Port);

    private static Task<Socket> BindAsync(SlowNetwork network, string site, int host = 1) => network.MakeAtAsync(site, () =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(At(network, site, host));
        return socket;
    });

    private static Socket Listen(IPEndPoint at)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(at);
        socket.Listen();
        return socket;
    }

    private static async Task<int> LengthOfNextAsync(Socket socket) =>
        await socket.ReceiveAsync(new byte[2_000].AsMemory()).AsTask().WaitAsync(Patience.Limit);

    /// <summary>How many datagrams come before one of this length.</summary>
    private static async Task<int> CountUntilAsync(Socket socket, int length)
    {
        var count = 0;
        while (await LengthOfNextAsync(socket) != length)
            count++;
        return count;
    }

    /// <summary>Returns once the network has taken so many datagrams and decided on them.</summary>
    private static Task CountedAsync(SlowNetwork network, int count) => Testing.Eventually.IsAsync(
        () => network.Traffic.Sum(k => k.Protocol is IpProtocol.Udp).Packets == count, $"{count} datagrams counted");
}
