using System.Net;
using System.Net.Sockets;
using System.Text;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;
using Mesh.Testing;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats.Probes;

public sealed class UdpProbeTests
{
    [Fact]
    public async Task Answer_passes_and_the_body_is_what_was_sent()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var check = CheckAsync(server.Client.LocalEndPoint!);

        var request = await server.ReceiveAsync();
        await server.SendAsync(new byte[3], request.RemoteEndPoint);

        Assert.Equal("ping", Encoding.UTF8.GetString(request.Buffer));
        Assert.Equal($"3 bytes from {server.Client.LocalEndPoint}", (await check).Detail);
    }

    [Fact]
    public async Task Silence_passes_when_the_timeout_is_over()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));

        var result = await CheckAsync(server.Client.LocalEndPoint!, TimeSpan.FromMilliseconds(50));

        Assert.Equal((InstanceStatus.Passing, $"sent to {server.Client.LocalEndPoint}, nothing came back"), (result.Status, result.Detail));
    }

    [Fact]
    public async Task Closed_port_is_critical()
    {
        using var nobody = new DeadPort();

        var result = await CheckAsync(nobody.EndPoint);

        Assert.Equal((InstanceStatus.Critical, $"connection refused {nobody}"), (result.Status, result.Detail));
    }

    private Task<Mesh.Heartbeats.Probes.ProbeResult> CheckAsync(EndPoint target, TimeSpan? timeout = null) => new UdpProbe(TimeProvider.System).CheckAsync(
        Tcp with { Kind = HealthKind.Udp, Target = $"{target}", Body = "ping", Timeout = timeout ?? Patience.Limit },
        CancellationToken.None);
}
