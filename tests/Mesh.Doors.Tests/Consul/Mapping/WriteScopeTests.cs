using System.Text.Json;
using Mesh.Node.Consul.Requests;
using Microsoft.AspNetCore.Http;

namespace Mesh.Doors.Tests.Consul.Mapping;

public sealed class WriteScopeTests
{
    private static readonly ConsulOptions Options = new();

    [Theory]
    [InlineData("PUT", "/v1/kv/x?dc=dc2", 500)]
    [InlineData("DELETE", "/v1/kv/x?datacenter=dc2", 500)]
    [InlineData("PUT", "/v1/catalog/register?dc=dc2", 500)]
    [InlineData("PUT", "/v1/kv/x?ns=team", 400)]
    [InlineData("PUT", "/v1/agent/service/register?partition=p", 400)]
    public void Write_that_names_another_place_is_refused(string method, string target, int status) =>
        Assert.Equal(status, WriteScope.Check(Request(method, target), Options)?.Status);

    [Theory]
    [InlineData("PUT", "/v1/kv/x?dc=DC1")]
    [InlineData("PUT", "/v1/kv/x?ns=default&partition=default")]
    [InlineData("PUT", "/v1/agent/service/register?dc=dc2")]
    [InlineData("GET", "/v1/health/service/x?dc=dc2")]
    public void Write_here_an_agents_own_and_a_read_are_let_pass(string method, string target) =>
        Assert.Null(WriteScope.Check(Request(method, target), Options));

    [Fact]
    public void Header_names_a_namespace_too()
    {
        var request = Request("PUT", "/v1/kv/x");
        request.Headers["X-Consul-Namespace"] = "team";

        Assert.Contains("team", WriteScope.Check(request, Options)?.Text);
    }

    [Theory]
    [InlineData("""{"Datacenter":"dc2"}""", 500)]
    [InlineData("""{"Namespace":"team"}""", 400)]
    [InlineData("""{"Service":{"Partition":"p"}}""", 400)]
    public void Body_that_names_another_place_is_refused(string body, int status) =>
        Assert.Equal(status, WriteScope.Check(JsonDocument.Parse(body).RootElement, Options)?.Status);

    [Theory]
    [InlineData("""{"Datacenter":"dc1","Service":{"Namespace":""}}""")]
    [InlineData("[]")]
    public void Body_of_here_is_let_pass(string body) =>
        Assert.Null(WriteScope.Check(JsonDocument.Parse(body).RootElement, Options));

    private static HttpRequest Request(string method, string target)
    {
        var request = new DefaultHttpContext().Request;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        request.Method = method;
        request.Path = question < 0 ? target : target[..question];
        request.QueryString = new QueryString(question < 0 ? "" : target[question..]);
        return request;
    }
}
