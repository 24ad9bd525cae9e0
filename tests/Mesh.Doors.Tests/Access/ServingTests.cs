using System.Net;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Views;
using Microsoft.AspNetCore.Routing;

namespace Mesh.Doors.Tests.Access;

/// <summary>What a node answers that has not the catalogue, or no longer.</summary>
public sealed class ServingTests
{
    [Theory]
    [InlineData(MeshPhase.Joining)]
    [InlineData(MeshPhase.Warming)]
    [InlineData(MeshPhase.Stopped)]
    public async Task Node_without_the_catalogue_answers_no_question_about_it(MeshPhase phase)
    {
        await using var node = await DoorsNode.StartAsync(state: new MeshState(phase, "3 of 64 buckets"));
        using var http = new HttpClient();
        foreach (var endpoint in node.Endpoints.Where(e => e.Metadata.GetMetadata<CatalogueNeed>() is not null))
        {
            var path = endpoint.RoutePattern.RawText!.Replace("{service}", "orders", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal)
                .Replace("{**id}", "x", StringComparison.Ordinal).Replace("{**key}", "x", StringComparison.Ordinal);
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), $"http://127.0.0.1:{node.PortOf(Door.Native)}{path}");
                using var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var isConsul = path.StartsWith("/v1/", StringComparison.Ordinal);
                Assert.Equal((path, isConsul ? HttpStatusCode.InternalServerError : HttpStatusCode.ServiceUnavailable), (path, reply.StatusCode));
                Assert.Contains(isConsul ? "No cluster leader" : "3 of 64 buckets", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("GET", "/v1/health/service/orders")]
    [InlineData("GET", "/V1/health/service/orders")]
    [InlineData("GET", "/v1/catalog/services")]
    [InlineData("PUT", "/v1/catalog/register")]
    [InlineData("PUT", "/v1/kv/x")]
    [InlineData("GET", "/v1/agent/services")]
    [InlineData("PUT", "/v1/agent/check/pass/service:x")]
    [InlineData("PUT", "/v1/agent/service/deregister/x")]
    [InlineData("GET", "/mesh/v1/services")]
    [InlineData("GET", "/mesh/v1/services/orders")]
    [InlineData("GET", "/mesh/v1/services/orders/pick")]
    [InlineData("GET", "/mesh/v1/services/orders/o-1/explain")]
    [InlineData("GET", "/mesh/v1/watch")]
    [InlineData("GET", "/mesh/v1/prometheus/targets")]
    public async Task Question_about_the_catalogue_waits_for_it(string method, string path)
    {
        await using var node = await DoorsNode.StartAsync(state: new MeshState(MeshPhase.Joining, "joining"));
        using var http = new HttpClient();

        using var request = new HttpRequestMessage(new HttpMethod(method), $"http://127.0.0.1:{node.PortOf(Door.Native)}{path}");
        using var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Contains(reply.StatusCode, new[] { HttpStatusCode.InternalServerError, HttpStatusCode.ServiceUnavailable });
    }

    [Theory]
    [InlineData("/v1/agent/self")]
    [InlineData("/v1/status/leader")]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    [InlineData("/mesh/v1/cluster")]
    public async Task Question_about_the_node_itself_is_answered_at_once(string path)
    {
        await using var node = await DoorsNode.StartAsync(state: new MeshState(MeshPhase.Joining, "joining"));
        using var http = new HttpClient();

        using var reply = await http.GetAsync(new Uri($"http://127.0.0.1:{node.PortOf(Door.Native)}{path}"));

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }
}
