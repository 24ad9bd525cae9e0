using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Mesh.Node.Access;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Access;

public sealed class StrangerConnectionsTests : IDisposable
{
    private const string Secret = "the-secret-of-a-reader";

    private readonly HttpClient _http = new() { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Secret) } };
    private readonly List<Socket> _sockets = [];

    public void Dispose()
    {
        _sockets.ForEach(s => s.Dispose());
        _http.Dispose();
    }

    [Fact]
    public async Task Of_too_many_without_a_token_the_oldest_are_closed_and_those_with_one_go_on()
    {
        await using var node = await NodeProcess.StartAsync(new Dictionary<string, string>
        {
            ["Mesh__Access__Tokens__0__Name"] = "reader",
            ["Mesh__Access__Tokens__0__Secret"] = Secret,
            ["Mesh__Access__Tokens__0__Rules__0__Allow__0"] = "read",
        });
        await using var watch = await _http.GetStreamAsync(new Uri(node.Http, "/mesh/v1/watch"));
        await ConnectAsync(node, StrangerConnections.Most + 10);

        await Eventually.IsAsync(() => _sockets.Count(IsClosed) >= 10, "none is closed");
        Assert.All(_sockets.Take(10), s => Assert.True(IsClosed(s)));
        Assert.False(IsClosed(_sockets[^1]));
        using (var reply = await _http.GetAsync(new Uri(node.Http, "/mesh/v1/services")))
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        // It says that it is there each 2 s, beside the connections that came later.
        Assert.True(await watch.ReadAsync(new byte[1]) > 0);
    }

    [Fact]
    public async Task Node_without_tokens_knows_no_strangers()
    {
        await using var node = await NodeProcess.StartAsync();
        await ConnectAsync(node, StrangerConnections.Most + 10);
        using var reply = await _http.GetAsync(new Uri(node.Http, "/mesh/v1/services"));

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.DoesNotContain(_sockets, IsClosed);
    }

    /// <summary>One after the other, half a request by each.</summary>
    private async Task ConnectAsync(NodeProcess node, int count)
    {
        for (var n = 0; n < count; n++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, node.Http.Port);
            await socket.SendAsync("GET /mesh/v1/services HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray());
        }
    }

    private static bool IsClosed(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
