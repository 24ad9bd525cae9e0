using System.Globalization;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;
using Mesh.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats.Probes;

public sealed class HttpProbeTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(200, InstanceStatus.Passing)]
    [InlineData(204, InstanceStatus.Passing)]
    [InlineData(429, InstanceStatus.Warning)]
    [InlineData(304, InstanceStatus.Critical)]
    [InlineData(404, InstanceStatus.Critical)]
    [InlineData(500, InstanceStatus.Critical)]
    [InlineData(503, InstanceStatus.Critical)]
    public async Task Status_code_decides(int code, InstanceStatus expected)
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.StatusCode = code;
            return Task.CompletedTask;
        });

        var result = await CheckAsync($"http://{server.Address}/health?secret=1");

        Assert.Equal(expected, result.Status);
        Assert.Equal($"HTTP {code} from http://{server.Address}/health", result.Detail);
    }

    [Fact]
    public async Task Body_of_a_failure_is_shown_in_short()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync("database: refused");
        });

        var result = await CheckAsync($"http://{server.Address}/");

        Assert.Equal($"HTTP 500 from http://{server.Address}/: database: refused", result.Detail);
    }

    [Fact]
    public async Task Body_without_end_is_read_no_further_than_its_bound()
    {
        var left = new TaskCompletionSource();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            context.Response.StatusCode = 500;
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[64 * 1024]);
        });

        var result = await CheckAsync($"http://{server.Address}/");

        Assert.Equal(InstanceStatus.Critical, result.Status);
        Assert.InRange(result.Detail.Length, 256, 400);
        await left.Task.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task Server_that_does_not_answer_is_critical_when_the_timeout_is_over()
    {
        var asked = new TaskCompletionSource();
        await using var server = await LocalServer.StartAsync(context =>
        {
            asked.TrySetResult();
            return context.RequestAborted.WhenCancelledAsync();
        });

        var check = CheckAsync($"http://{server.Address}/health");
        await asked.Task.WaitAsync(Patience.Limit);
        _time.Advance(Tcp.Timeout);

        Assert.Equal($"no answer within 1s from http://{server.Address}/health", (await check).Detail);
    }

    [Fact]
    public async Task Server_that_refuses_is_critical()
    {
        using var nobody = new DeadPort();
        var result = await CheckAsync($"http://{nobody}/health");
        Assert.Equal($"connection refused http://{nobody}/health", result.Detail);
    }

    [Fact]
    public async Task What_is_no_HTTP_is_critical()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener);

        var result = await CheckAsync($"http://{listener.LocalEndpoint}/");

        Assert.Equal(InstanceStatus.Critical, result.Status);
        await answering;
    }

    [Fact]
    public async Task Redirects_are_followed_up_to_their_bound()
    {
        var requests = 0;
        await using var server = await LocalServer.StartAsync(context =>
        {
            Interlocked.Increment(ref requests);
            var left = int.Parse(context.Request.Query["left"]!, CultureInfo.InvariantCulture);
            if (left > 0)
                context.Response.Redirect($"/?left={left - 1}");
            return Task.CompletedTask;
        });

        Assert.True((await CheckAsync($"http://{server.Address}/?left={HttpProbe.MaxRedirects}")).IsGood);
        Assert.Equal(HttpProbe.MaxRedirects + 1, requests);
        var tooMany = await CheckAsync($"http://{server.Address}/?left=20");

        Assert.Equal($"HTTP 302 from http://{server.Address}/", tooMany.Detail);
        Assert.Equal(2 * (HttpProbe.MaxRedirects + 1), requests);
    }

    private static async Task AnswerAsync(System.Net.Sockets.TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("SSH-2.0-OpenSSH\r\n\r\n"u8.ToArray());
    }

    private Task<ProbeResult> CheckAsync(string url) => new HttpProbe(_time).CheckAsync(
        Tcp with { Kind = HealthKind.Http, Target = url }, CancellationToken.None);
}
