using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mesh.Doors.Tests.Access;

/// <summary>Every endpoint of every door over HTTP, asked by everybody: who may use it stands in endpoints.txt.</summary>
public sealed partial class EndpointRightsTests
{
    private const string About =
        """
        Who may use which endpoint: yes, or the status of the refusal (gRPC: of the call). Written by EndpointRightsTests, see
        RightsTable. shop-in asks for a service below the prefix of its token, and says so in the query too, which must not help where
        the endpoint does not read it; shop-out asks for another service. "by message": see messages.txt, for
        Consul AgentRightsTests.
        """;

    [Fact]
    public async Task Table_says_who_may_use_each_endpoint()
    {
        await using var node = await DoorsNode.StartAsync(Callers.Tokens, runsEndpoints: false);
        using var http = Client();
        var rows = new List<string[]>();
        foreach (var endpoint in node.Endpoints)
        {
            foreach (var method in MethodsOf(endpoint))
                rows.Add(await RowAsync(node, http, endpoint, method));
        }

        string[] head = ["door", "endpoint", "demands", .. Columns.Select(c => c.Name)];
        var sorted = rows.OrderBy(r => r[0], StringComparer.Ordinal).ThenBy(r => r[1], StringComparer.Ordinal);
        RightsTable.Check("endpoints.txt", About, [head, .. sorted]);
    }

    [Fact]
    public async Task Endpoints_of_the_table_are_those_that_a_node_has()
    {
        await using var node = await DoorsNode.StartAsync();
        var (app, _) = NodeHost.Build(
            new NodeCommand(new Dictionary<string, string?> { ["Mesh:Doors"] = "all" }, [], false), new QuietStart(TimeProvider.System));
        await using var real = app;

        Assert.Equal(Named(DoorsNode.EndpointsOf(real)), Named(node.Endpoints));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Endpoint_that_does_not_say_what_it_demands_is_shut(bool hasTokens)
    {
        await using var node = await DoorsNode.StartAsync(
            hasTokens ? Callers.Tokens : null, map: app => app.MapGet("/mesh/v1/forgotten", () => "here"));
        using var http = Client();
        foreach (var (_, secret) in Callers.All)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{node.PortOf(Door.Native)}/mesh/v1/forgotten");
            request.Headers.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
            using var reply = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
        }
    }

    [Fact]
    public async Task Paths_in_capitals_are_guarded_as_others_are()
    {
        await using var node = await DoorsNode.StartAsync(Callers.Tokens, runsEndpoints: false);
        using var http = Client();
        foreach (var endpoint in node.Endpoints.Where(e => DoorsNode.DoorOf(e) is not Door.Etcd && RequirementOf(e).Resource is not AccessResource.Public))
        {
            var url = $"http://127.0.0.1:{node.PortOf(DoorsNode.DoorOf(endpoint))}{PathOf(endpoint, Callers.Inside).ToUpperInvariant()}";
            using var request = new HttpRequestMessage(new HttpMethod(MethodsOf(endpoint)[0]), url);
            request.Headers.TryAddWithoutValidation("X-Consul-Token", "a-secret-that-nobody-has");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer a-secret-that-nobody-has");
            using var reply = await http.SendAsync(request);
            Assert.NotEqual(DoorsNode.LetThrough, (int)reply.StatusCode);
        }
    }

    private static IReadOnlyList<(string Name, string? Secret, string Service)> Columns { get; } =
    [
        .. Callers.All.SelectMany(c => c.Name == Callers.Shop
            ? [("shop-in", c.Secret, Callers.Inside), ("shop-out", c.Secret, Callers.Outside)]
            : new[] { (c.Name, c.Secret, Callers.Inside) }),
    ];

    private static async Task<string[]> RowAsync(DoorsNode node, HttpClient http, RouteEndpoint endpoint, string method)
    {
        var door = DoorsNode.DoorOf(endpoint);
        List<string> row = [DoorName(endpoint), $"{method} {endpoint.RoutePattern.RawText}", DemandOf(endpoint)];
        foreach (var (_, secret, service) in Columns)
        {
            var url = $"http://127.0.0.1:{node.PortOf(door)}{PathOf(endpoint, service)}?service={service}";
            using var request = new HttpRequestMessage(new HttpMethod(method), url)
            {
                Version = door is Door.Etcd ? HttpVersion.Version20 : HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            request.Headers.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
            if (door is Door.Etcd)
                request.Content = new ByteArrayContent([]) { Headers = { ContentType = new("application/grpc") } };
            using var reply = await http.SendAsync(request);
            row.Add(ResultOf(reply));
        }

        return [.. row];
    }

    private static string ResultOf(HttpResponseMessage reply) =>
        (int)reply.StatusCode == DoorsNode.LetThrough ? "yes"
        : reply.Headers.TryGetValues("grpc-status", out var status) ? status.Single()
        : $"{(int)reply.StatusCode}";

    private static AccessRequirement RequirementOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<AccessRequirement>() ?? throw new InvalidOperationException($"{endpoint.DisplayName} says nothing");

    private static string DemandOf(RouteEndpoint endpoint)
    {
        var requirement = RequirementOf(endpoint);
        return requirement.Resource is not AccessResource.Route ? $"{requirement}"
            : endpoint.RoutePattern.GetParameter(AccessMapping.Service) is null ? $"{requirement} of all" : $"{requirement} {{service}}";
    }

    private static string DoorName(RouteEndpoint endpoint) => DoorsNode.DoorOf(endpoint) switch
    {
        Door.Etcd => "etcd",
        Door.EtcdJson => "json",
        _ => endpoint.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal) ? "consul" : "native",
    };

    private static string[] MethodsOf(RouteEndpoint endpoint) =>
        [.. endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["POST"]];

    private static string PathOf(RouteEndpoint endpoint, string service) => Parameter().Replace(
        endpoint.RoutePattern.RawText!, m => m.Groups["name"].Value == "service" ? service : "x");

    private static IEnumerable<string> Named(IEnumerable<RouteEndpoint> endpoints) => endpoints
        .Select(e => $"{DoorName(e)} {string.Join(',', MethodsOf(e))} {e.RoutePattern.RawText}: {e.Metadata.GetMetadata<AccessRequirement>()}")
        .Order(StringComparer.Ordinal);

    private static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [GeneratedRegex(@"\{\**(?<name>\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
