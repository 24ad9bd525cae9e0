using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;
using Mesh.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats.Probes;

public sealed class H2PingProbeTests
{
    [Fact]
    public async Task Server_of_HTTP_2_acknowledges()
    {
        await using var server = await LocalServer.StartAsync(_ => Task.CompletedTask, HttpProtocols.Http2);

        var result = await CheckAsync(server.Address);

        Assert.Equal((InstanceStatus.Passing, $"PING acknowledged by {server.Address}"), (result.Status, result.Detail));
    }

    [Fact]
    public async Task Server_of_HTTP_1_is_critical()
    {
        await using var server = await LocalServer.StartAsync(_ => Task.CompletedTask);

        Assert.Equal(InstanceStatus.Critical, (await CheckAsync(server.Address)).Status);
    }

    [Fact]
    public async Task Server_that_hangs_up_is_critical()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var check = CheckAsync($"{listener.LocalEndpoint}");
        using (await listener.AcceptTcpClientAsync())
        {
        }

        Assert.Equal(InstanceStatus.Critical, (await check).Status);
    }

    private static Task<ProbeResult> CheckAsync(string target) => new H2PingProbe(TimeProvider.System).CheckAsync(
        Tcp with { Kind = HealthKind.H2Ping, Target = target, Timeout = Patience.Limit }, CancellationToken.None);
}
