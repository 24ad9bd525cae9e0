using Mesh.Doors.Tests.Consul.Support;
using Mesh.Node.Consul.Requests;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul;

/// <summary>Forms of requests that mean others, names that are missing, and what is answered as if a feature were off.</summary>
public sealed class RequestFormTests : IAsyncLifetime
{
    private ConsulNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await ConsulNode.StartAsync();
        _node.Put(TestCatalog.Instance("web", "w-1"));
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("health/service/", "Missing service name")]
    [InlineData("health/service", "Missing service name")]
    [InlineData("health/checks/", "Missing service name")]
    [InlineData("health/connect/", "Missing service name")]
    [InlineData("health/state/", "Missing check state")]
    [InlineData("health/node/", "Missing node name")]
    [InlineData("catalog/service/", "Missing service name")]
    [InlineData("catalog/node/", "Missing node name")]
    [InlineData("catalog/node-services/", "Missing node name")]
    public async Task Name_that_is_missing_in_the_path_is_said(string path, string words)
    {
        var reply = await _node.GetAsync(path);
        Assert.Equal((400, words), (reply.Status, reply.Body));
    }

    [Theory]
    [InlineData("agent/self")]
    [InlineData("health/service/web")]
    [InlineData("catalog/services")]
    public async Task Head_is_get_without_the_body(string path)
    {
        var get = await _node.GetAsync(path);
        var head = await _node.SendAsync("HEAD", path);

        Assert.Equal((get.Status, ""), (head.Status, head.Body));
        Assert.Equal(get.Headers["Content-Length"], head.Headers["Content-Length"]);
        Assert.Equal(get.Headers.GetValueOrDefault("X-Consul-Index"), head.Headers.GetValueOrDefault("X-Consul-Index"));
    }

    [Theory]
    [InlineData("agent/self", "OPTIONS,GET")]
    [InlineData("catalog/register", "OPTIONS,PUT")]
    [InlineData("kv/a", "OPTIONS,DELETE,GET,PUT")]
    public async Task Options_tells_the_methods(string path, string allow)
    {
        var reply = await _node.SendAsync("OPTIONS", path);
        Assert.Equal((200, "", allow), (reply.Status, reply.Body, reply.Headers["Allow"].Replace(" ", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("//v1/agent/self", "/v1/agent/self")]
    [InlineData("/v1//health///service/web", "/v1/health/service/web")]
    [InlineData("/v1/kv/a//b", null)]
    [InlineData("//other//path", null)]
    public void Path_with_doubled_slashes_means_the_one_without(string path, string? clean) => Assert.Equal(clean, RequestForms.Clean(path));

    [Fact]
    public async Task Client_that_follows_redirects_is_answered_below_doubled_slashes()
    {
        using var plain = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var redirect = await plain.GetAsync(new Uri(_node.Url + "//v1/catalog/services?pretty"));
        Assert.Equal((301, "/v1/catalog/services?pretty"), ((int)redirect.StatusCode, redirect.Headers.Location?.OriginalString));

        using var followed = await _node.Http.GetAsync(new Uri(_node.Url + "//v1//health/service/web"));
        Assert.Contains("w-1", await followed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "health/state/unknown", 200, "[]")]
    [InlineData("GET", "peerings", 200, "[]")]
    [InlineData("PUT", "agent/token/default", 401, "ACL support disabled")]
    [InlineData("PUT", "coordinate/update", 401, "Coordinate support disabled")]
    [InlineData("GET", "acl/token/self", 401, "ACL support disabled")]
    [InlineData("PUT", "acl/bootstrap", 401, "ACL support disabled")]
    [InlineData("GET", "connect/ca/roots", 500, "Connect must be enabled in order to use this endpoint")]
    [InlineData("POST", "agent/connect/authorize", 500, "Connect must be enabled in order to use this endpoint")]
    [InlineData("GET", "namespaces", 404, "Invalid URL path: not a recognized HTTP API endpoint")]
    [InlineData("GET", "partition/team", 404, "Invalid URL path: not a recognized HTTP API endpoint")]
    [InlineData("PUT", "agent/reload", 200, "")]
    [InlineData("PUT", "agent/join/127.0.0.1", 200, "")]
    public async Task What_the_mesh_has_not_is_answered_as_without_it(string method, string path, int status, string body)
    {
        var reply = await _node.SendAsync(method, path);
        Assert.Equal((status, body), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task Join_of_a_stranger_fails_and_leave_is_ordered_of_the_node_itself()
    {
        Assert.Equal(500, (await _node.SendAsync("PUT", "agent/join/10.9.9.9")).Status);
        Assert.Equal(200, (await _node.SendAsync("PUT", "agent/leave")).Status);
        Assert.Equal(["leave 127.0.0.1:4053"], _node.Inspector.Orders);
    }

    [Fact]
    public async Task Metrics_have_the_form_of_prometheus_when_it_is_asked_for()
    {
        var reply = await _node.GetAsync("agent/metrics?format=prometheus");
        Assert.StartsWith("text/plain; version=0.0.4", reply.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("application/json", (await _node.GetAsync("agent/metrics")).Headers["Content-Type"]);
    }

    [Fact]
    public async Task Dashboards_get_nodes_with_what_is_on_them_and_services_in_figures()
    {
        var nodes = (await _node.GetAsync("internal/ui/nodes")).Json;
        Assert.Equal(["n1", "n2"], nodes.EnumerateArray().Select(n => n.GetProperty("Node").GetString()));
        Assert.Equal("w-1", nodes[0].GetProperty("Services")[0].GetProperty("ID").GetString());
        Assert.Equal("n2", (await _node.GetAsync("internal/ui/node/n2")).Json.GetProperty("Node").GetString());
        Assert.Equal("null", (await _node.GetAsync("internal/ui/node/none")).Body);
        var service = Assert.Single((await _node.GetAsync("internal/ui/services")).Json.EnumerateArray());
        Assert.Equal(
            ("web", 1, 1, 0),
            (service.GetProperty("Name").GetString(), service.GetProperty("InstanceCount").GetInt32(),
                service.GetProperty("ChecksPassing").GetInt32(), service.GetProperty("ChecksCritical").GetInt32()));
    }
}
