using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;
using Mesh.Testing;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats.Probes;

public sealed class TcpProbeTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Port_that_accepts_passes()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var result = await CheckAsync($"{listener.LocalEndpoint}");

        Assert.Equal(InstanceStatus.Passing, result.Status);
        Assert.Equal($"connected to {listener.LocalEndpoint}", result.Detail);
    }

    [Fact]
    public async Task Port_that_refuses_is_critical()
    {
        using var nobody = new DeadPort();
        var result = await CheckAsync($"{nobody}");
        Assert.Equal(InstanceStatus.Critical, result.Status);
        Assert.Equal($"connection refused {nobody}", result.Detail);
    }

    [Fact]
    public async Task Port_that_does_not_answer_is_critical_when_the_timeout_is_over()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        // A full queue of connections that nobody accepts: the kernel drops what comes next.
        using var queued = new TcpClient();
        await queued.ConnectAsync((IPEndPoint)listener.LocalEndPoint!);
        using var overflow = new TcpClient();
        var hanging = overflow.ConnectAsync((IPEndPoint)listener.LocalEndPoint!);

        var check = CheckAsync($"{listener.LocalEndPoint}");
        Assert.False(check.IsCompleted);
        _time.Advance(Tcp.Timeout);

        Assert.Equal($"no answer within 1s from {listener.LocalEndPoint}", (await check).Detail);
        overflow.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => hanging);
    }

    [Fact]
    public async Task Name_that_is_not_known_is_critical()
    {
        var result = await new TcpProbe(TimeProvider.System).CheckAsync(
            Tcp with { Target = "no-such-host.invalid:80", Timeout = Seconds(60) }, CancellationToken.None);
        Assert.Equal(InstanceStatus.Critical, result.Status);
        Assert.Contains("no-such-host.invalid:80", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_that_is_stopped_ends()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var result = await new TcpProbe(_time).CheckAsync(Tcp, stop.Token);
        Assert.Equal("the check was stopped", result.Detail);
    }

    private Task<Mesh.Heartbeats.Probes.ProbeResult> CheckAsync(string target) =>
        new TcpProbe(_time).CheckAsync(Tcp with { Target = target }, CancellationToken.None);
}
