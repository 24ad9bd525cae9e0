using Mesh.Catalog;
using Mesh.Heartbeats.Probes;
using Mesh.Testing;
using Microsoft.AspNetCore.Http;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats.Probes;

/// <summary>What the terms say of the request, beyond where it goes.</summary>
public sealed class HttpProbeRequestTests
{
    [Fact]
    public async Task Method_headers_and_body_are_those_of_the_terms()
    {
        string? seen = null;
        await using var server = await LocalServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen = $"{context.Request.Method} {context.Request.Headers["X-Probe"]} {context.Request.ContentType} "
                + $"{context.Request.Host} {await reader.ReadToEndAsync()}";
        });

        await CheckAsync(Http(server) with
        {
            Method = "POST",
            Body = "hello",
            Headers = ValueMap<string>.From([new("X-Probe", "1, 2"), new("Content-Type", "text/x-probe"), new("Host", "orders")]),
        });

        Assert.Equal("POST 1, 2 text/x-probe orders hello", seen);
    }

    [Theory]
    [InlineData(false, InstanceStatus.Passing)]
    [InlineData(true, InstanceStatus.Critical)]
    public async Task Redirects_are_followed_unless_the_terms_say_otherwise(bool noRedirects, InstanceStatus expected)
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            if (context.Request.Path == "/")
                context.Response.Redirect("/there");
            return Task.CompletedTask;
        });

        Assert.Equal(expected, (await CheckAsync(Http(server) with { NoRedirects = noRedirects })).Status);
    }

    [Fact]
    public async Task Output_has_more_of_the_body_than_the_detail()
    {
        await using var server = await LocalServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync(new string('x', 9_000));
        });

        var result = await CheckAsync(Http(server));

        Assert.Equal(HttpProbe.MaxBody, result.Output.Count(c => c == 'x'));
        Assert.True(result.Detail.Length < 400);
    }

    private static HealthTerms Http(LocalServer server) =>
        Tcp with { Kind = HealthKind.Http, Target = $"http://{server.Address}/", Timeout = Patience.Limit };

    private static Task<ProbeResult> CheckAsync(HealthTerms terms) =>
        new HttpProbe(TimeProvider.System).CheckAsync(terms, CancellationToken.None);
}
