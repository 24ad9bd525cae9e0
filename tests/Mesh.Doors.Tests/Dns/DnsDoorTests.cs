using System.Buffers.Binary;
using System.Net.Sockets;
using Mesh.Node.Dns;
using Mesh.Options;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Dns;

/// <summary>The sockets of the door, with good clients and bad ones.</summary>
public sealed class DnsDoorTests
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly byte[] Web = DnsPackets.Question("web.service.mesh", DnsType.SRV);

    [Fact]
    public async Task Questions_in_one_piece_are_answered_in_order()
    {
        await using var door = await TestDoor.StartAsync();
        door.PutWeb(40);
        using var client = await ConnectAsync(door);
        var pieces = new List<byte>();
        for (var id = 0; id < 50; id++)
        {
            var packet = (byte[])Web.Clone();
            DnsPackets.Put(packet, 0, id);
            pieces.AddRange([0, (byte)packet.Length, .. packet]);
        }

        await client.GetStream().WriteAsync(pieces.ToArray());
        for (var id = 0; id < 50; id++)
        {
            var answer = (await ReadAsync(client))!;
            Assert.Equal((id, 40), (answer.Id, answer.Answers.Count));
        }
    }

    [Fact]
    public async Task Question_in_single_octets_is_answered()
    {
        await using var door = await TestDoor.StartAsync();
        door.PutWeb(1);
        using var client = await ConnectAsync(door);
        foreach (var octet in (byte[])[0, (byte)Web.Length, .. Web])
            await client.GetStream().WriteAsync(new[] { octet });
        Assert.Single((await ReadAsync(client))!.Answers);
    }

    [Fact]
    public async Task Client_that_does_not_speak_dns_is_closed()
    {
        await using var door = await TestDoor.StartAsync();
        using var client = await ConnectAsync(door);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        Assert.Null(await ReadAsync(client));
    }

    [Fact]
    public async Task Silent_connection_is_closed_after_the_idle_time()
    {
        await using var door = await TestDoor.StartAsync(new DnsOptions { IdleTimeout = TimeSpan.FromSeconds(1) });
        using var client = await ConnectAsync(door);
        await client.GetStream().WriteAsync(new byte[] { 0 });
        Assert.Null(await ReadAsync(client));
    }

    [Fact]
    public async Task Connections_beyond_the_bound_are_closed_and_later_ones_served()
    {
        await using var door = await TestDoor.StartAsync(new DnsOptions { MaxConnections = 2 });
        door.PutWeb(1);
        var first = await ConnectAsync(door);
        using var second = await ConnectAsync(door);
        await AskAsync(first);
        await AskAsync(second);
        using (var third = await ConnectAsync(door))
            Assert.Null(await ReadAsync(third));
        first.Dispose();
        await Eventually.IsAsync(
            async () =>
            {
                using var next = await ConnectAsync(door);
                return await TryAskAsync(next) is not null;
            },
            () => "no connection is served after one ended");
    }

    [Fact]
    public async Task Door_answers_on_after_garbage_of_every_kind()
    {
        await using var door = await TestDoor.StartAsync();
        door.PutWeb(3);
        using var udp = new UdpClient();
        udp.Connect(door.EndPoint);
        var random = new Random(7);
        for (var i = 0; i < 3_000; i++)
        {
            var garbage = new byte[random.Next(0, 700)];
            random.NextBytes(garbage);
            if (i % 2 == 0)
                Web.AsSpan(0, Math.Min(Web.Length, garbage.Length)).CopyTo(garbage);
            await udp.SendAsync(garbage);
            if (i % 100 == 0)
            {
                using var tcp = await ConnectAsync(door);
                await tcp.GetStream().WriteAsync(garbage);
            }
        }

        await udp.SendAsync(new byte[20_000]);
        using var client = new UdpClient();
        client.Connect(door.EndPoint);
        var answer = await AskAsync(client, DnsPackets.Question("web.service.mesh", DnsType.A));
        Assert.Equal(3, DecodedMessage.Decode(answer.Buffer).Answers.Count);
        using var stream = await ConnectAsync(door);
        Assert.Equal(3, (await AskAsync(stream)).Answers.Count);
    }

    [Fact]
    public async Task Door_with_several_addresses_answers_at_each_at_one_port()
    {
        System.Net.IPAddress[] addresses = [System.Net.IPAddress.Loopback, System.Net.IPAddress.Parse("127.0.0.2")];
        await using var door = await TestDoor.StartAsync(addresses: addresses);
        door.PutWeb(3);
        foreach (var address in addresses)
        {
            using var client = new UdpClient();
            client.Connect(new System.Net.IPEndPoint(address, door.Port));
            var answer = await AskAsync(client, DnsPackets.Question("web.service.mesh", DnsType.A));
            Assert.Equal(3, DecodedMessage.Decode(answer.Buffer).Answers.Count);
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(address, door.Port).WaitAsync(Patience.Limit);
        }

        using var one = new UdpClient();
        one.Connect(door.EndPoint);
        var itself = DecodedMessage.Decode((await AskAsync(one, DnsPackets.Question("ns.mesh", DnsType.A))).Buffer);
        Assert.Equal(["127.0.0.1", "127.0.0.2"], itself.Answers.Select(a => a.Data).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Port_in_use_is_named()
    {
        await using var door = await TestDoor.StartAsync();
        var trouble = Assert.Throws<IOException>(() => DnsSockets.Bind([System.Net.IPAddress.Loopback], door.Port));
        Assert.Contains($"127.0.0.1 port {door.Port}", trouble.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ttl", "6", "0 to 5")]
    [InlineData("MaxDatagram", "100", "512 to 8192")]
    [InlineData("Domain", "a..b", "domain name")]
    [InlineData("Datacenter", "a.b", "one label")]
    [InlineData("MaxConnections", "0", "1 to 10000")]
    [InlineData("IdleTimeout", "00:00:00", "00:00:01")]
    public void Options_out_of_bounds_are_named(string key, string value, string bound)
    {
        var options = new DnsOptions();
        var property = typeof(DnsOptions).GetProperty(key)!;
        property.SetValue(options, property.PropertyType == typeof(TimeSpan)
            ? TimeSpan.Zero
            : Convert.ChangeType(value, property.PropertyType, System.Globalization.CultureInfo.InvariantCulture));
        var fault = Assert.Single(OptionChecks.Check(options, DnsOptions.Section));
        Assert.StartsWith($"Mesh:Dns:{key}: ", fault, StringComparison.Ordinal);
        Assert.Contains(bound, fault, StringComparison.Ordinal);
    }

    private static async Task<TcpClient> ConnectAsync(TestDoor door)
    {
        var client = new TcpClient();
        await client.ConnectAsync(door.EndPoint);
        return client;
    }

    /// <summary>Sends again until there is an answer, as clients do: a socket that is full of garbage drops what comes.</summary>
    private static async Task<UdpReceiveResult> AskAsync(UdpClient client, byte[] question)
    {
        var answer = client.ReceiveAsync();
        await Eventually.SeesAsync(
            async () =>
            {
                await client.SendAsync(question);
                return await answer.WaitAsync(Again, TimeProvider.System);
            },
            _ => true,
            "an answer to a question over UDP",
            passes: trouble => trouble is TimeoutException);
        return await answer;
    }

    private static async Task<DecodedMessage> AskAsync(TcpClient client) =>
        await TryAskAsync(client) ?? throw new InvalidOperationException("the connection was closed");

    private static async Task<DecodedMessage?> TryAskAsync(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync((byte[])[0, (byte)Web.Length, .. Web]);
        }
        catch (IOException)
        {
            return null;
        }

        return await ReadAsync(client);
    }

    /// <summary>Null: the connection was closed.</summary>
    private static async Task<DecodedMessage?> ReadAsync(TcpClient client)
    {
        try
        {
            var prefix = new byte[2];
            await client.GetStream().ReadExactlyAsync(prefix).AsTask().WaitAsync(Patience.Limit);
            var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
            await client.GetStream().ReadExactlyAsync(message).AsTask().WaitAsync(Patience.Limit);
            return DecodedMessage.Decode(message);
        }
        catch (IOException)
        {
            // An end in order or a reset.
            return null;
        }
    }
}
