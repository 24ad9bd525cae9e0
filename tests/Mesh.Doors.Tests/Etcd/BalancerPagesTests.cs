using System.Net;
using System.Net.Sockets;
using System.Text;
using Mesh.Doors.Tests.Access;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>What load balancers ask etcd over HTTP/1 at the port of gRPC.</summary>
public sealed class BalancerPagesTests
{
    [Theory]
    [InlineData("/health", "{\"health\":\"true\"")]
    [InlineData("/health?serializable=true", "{\"health\":\"true\"")]
    [InlineData("/version", "{\"etcdserver\":")]
    public async Task Page_is_answered_without_a_token(string path, string expected)
    {
        await using var node = await DoorsNode.StartAsync(Tokens);
        using var http = new HttpClient();

        using var reply = await http.GetAsync(new Uri($"http://127.0.0.1:{node.Ports.Etcd}{path}"));

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal(HttpVersion.Version11, reply.Version);
        Assert.StartsWith(expected, await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 200 OK\r\n")]
    [InlineData("HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 200 OK\r\n")]
    [InlineData("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 421 ")]
    [InlineData("GET /healthy HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET /mesh/v1/services HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("POST /health HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 400 ")]
    public async Task Nothing_else_is_answered_there_over_that_version(string request, string expected)
    {
        await using var node = await DoorsNode.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, node.Ports.Etcd!.Value);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));

        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync().WaitAsync(Patience.Limit);

        Assert.StartsWith(expected, answer, StringComparison.Ordinal);
        if (request.StartsWith("HEAD", StringComparison.Ordinal))
            Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Tokens => new()
    {
        ["Mesh:Access:Tokens:0:Name"] = "shop",
        ["Mesh:Access:Tokens:0:Secret"] = "the-secret-of-the-shop",
        ["Mesh:Access:Tokens:0:Rules:0:Allow:0"] = "read",
    };
}
