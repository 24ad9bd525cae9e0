using Google.Protobuf;
using Grpc.Health.V1;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;
using Mesh.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Time.Testing;
using static Grpc.Health.V1.HealthCheckResponse.Types;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats.Probes;

/// <summary>Against a server that speaks the few bytes of the protocol by hand, on real HTTP/2 without TLS.</summary>
public sealed class GrpcProbeTests
{
    private const string Unimplemented = "12";
    private const string NotFound = "5";
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(ServingStatus.Serving, InstanceStatus.Passing, "serving")]
    [InlineData(ServingStatus.NotServing, InstanceStatus.Critical, "not serving")]
    [InlineData(ServingStatus.Unknown, InstanceStatus.Critical, "status unknown")]
    public async Task Serving_status_decides(ServingStatus status, InstanceStatus expected, string word)
    {
        await using var server = await StartAsync(_ => status);

        var result = await CheckAsync(server.Address);

        Assert.Equal(expected, result.Status);
        Assert.Equal($"{word}: {server.Address}", result.Detail);
    }

    [Fact]
    public async Task Service_after_the_slash_is_asked_for()
    {
        await using var server = await StartAsync(
            request => request.Service == "shop.Orders" ? ServingStatus.Serving : ServingStatus.NotServing);
        Assert.True((await CheckAsync(server.Address + "/shop.Orders")).IsGood);
        Assert.False((await CheckAsync(server.Address + "/shop.Billing")).IsGood);
    }

    [Theory]
    [InlineData(Unimplemented, "no grpc.health.v1.Health at {0}")]
    [InlineData(NotFound, "service 'shop.Orders' is not known to grpc.health.v1.Health at {0}")]
    [InlineData("13", "Internal from {0}/shop.Orders: out of order")]
    public async Task Error_of_the_server_is_critical(string code, string expected)
    {
        await using var server = await LocalServer.StartAsync(
            context =>
            {
                context.Response.ContentType = "application/grpc";
                context.Response.Headers["grpc-status"] = code;
                context.Response.Headers["grpc-message"] = "out of order";
                return Task.CompletedTask;
            },
            HttpProtocols.Http2);

        var result = await CheckAsync(server.Address + "/shop.Orders");

        Assert.Equal(InstanceStatus.Critical, result.Status);
        Assert.Equal(expected.Replace("{0}", server.Address, StringComparison.Ordinal), result.Detail);
    }

    [Fact]
    public async Task Server_that_refuses_is_critical()
    {
        using var nobody = new DeadPort();
        Assert.Equal($"connection refused {nobody}", (await CheckAsync($"{nobody}")).Detail);
    }

    [Fact]
    public async Task Server_without_HTTP2_is_critical()
    {
        await using var server = await LocalServer.StartAsync(_ => Task.CompletedTask);
        Assert.Equal(InstanceStatus.Critical, (await CheckAsync(server.Address)).Status);
    }

    [Fact]
    public async Task Server_that_does_not_answer_is_critical_when_the_timeout_is_over()
    {
        var asked = new TaskCompletionSource();
        await using var server = await LocalServer.StartAsync(
            context =>
            {
                asked.TrySetResult();
                return context.RequestAborted.WhenCancelledAsync();
            },
            HttpProtocols.Http2);

        var check = CheckAsync(server.Address);
        await asked.Task.WaitAsync(Patience.Limit);
        _time.Advance(Tcp.Timeout);

        Assert.Equal($"no answer within 1s from {server.Address}", (await check).Detail);
    }

    private static Task<LocalServer> StartAsync(Func<HealthCheckRequest, ServingStatus> answer) =>
        LocalServer.StartAsync(context => AnswerAsync(context, answer), HttpProtocols.Http2);

    private static async Task AnswerAsync(HttpContext context, Func<HealthCheckRequest, ServingStatus> answer)
    {
        Assert.Equal("/grpc.health.v1.Health/Check", context.Request.Path);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        // A message is a byte for compression, four for its length, and its bytes.
        var request = HealthCheckRequest.Parser.ParseFrom(body.ToArray().AsSpan(5));
        var reply = new HealthCheckResponse { Status = answer(request) }.ToByteArray();
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync((byte[])[0, 0, 0, 0, (byte)reply.Length, .. reply]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private Task<ProbeResult> CheckAsync(string target) => new GrpcProbe(_time).CheckAsync(
        Tcp with { Kind = HealthKind.Grpc, Target = target }, CancellationToken.None);
}
