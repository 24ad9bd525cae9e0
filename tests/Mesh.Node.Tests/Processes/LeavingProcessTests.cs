using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>A node that was told to leave its mesh.</summary>
public sealed class LeavingProcessTests : IDisposable
{
    private const int ServerFailure = 2;

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Process_ends_with_0_after_the_node_has_left_by_whichever_door()
    {
        await using var first = await NodeProcess.StartAsync();
        await using var second = await NodeProcess.StartAsync("--consul", "--seed", first.Address);

        var asked = await MeshProcess.RunAsync(null, "cluster", "leave", first.Address, "--node", second.Http.ToString());
        Assert.True(asked.Exit == 0, asked.Error);
        Assert.Equal(0, await first.WaitForExitAsync(Patience.Limit));

        using var left = await _http.PutAsync(new Uri(second.Http, "/v1/agent/leave"), null);
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        Assert.Equal(0, await second.WaitForExitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Node_that_has_left_and_stays_refuses_at_every_door_and_ends_what_was_open()
    {
        await using var node = await NodeProcess.StartAsync("--stay", "--consul", "--etcd", "0", "--etcd-json", "0", "--dns", "0");
        using (var api = new NodeApi(node.Http))
            await api.RegisterAsync("orders", "o-1");
        Assert.Equal(0, await RcodeAsync(node));
        using var watch = await _http.GetAsync(new Uri(node.Http, "/mesh/v1/watch"), HttpCompletionOption.ResponseHeadersRead);
        using var asked = await _http.GetAsync(new Uri(node.Http, "/v1/health/service/orders"));
        var index = asked.Headers.GetValues("X-Consul-Index").Single();
        var blocking = _http.GetAsync(new Uri(node.Http, $"/v1/health/service/orders?index={index}&wait=10m"));

        using var order = await _http.PostAsJsonAsync(new Uri(node.Http, "/mesh/v1/cluster/leave"), new { address = node.Address });
        Assert.True(order.IsSuccessStatusCode, await order.Content.ReadAsStringAsync());

        await watch.Content.ReadAsStringAsync().WaitAsync(Patience.Limit);
        using var told = await blocking.WaitAsync(Patience.Limit);
        Assert.Equal((HttpStatusCode.InternalServerError, "No cluster leader"), await ReadAsync(told));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync(node.Http, "/mesh/v1/services/orders")).Status);
        Assert.Equal((HttpStatusCode.InternalServerError, "No cluster leader"), await GetAsync(node.Http, "/v1/health/service/orders"));
        using var range = await _http.PostAsJsonAsync(new Uri($"http://127.0.0.1:{node.Ports.EtcdJson}/v3/kv/range"), new { key = "YQ==" });
        var (status, text) = await ReadAsync(range);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("\"code\":14", text, StringComparison.Ordinal);
        Assert.Equal(ServerFailure, await RcodeAsync(node));
        foreach (var (path, expected) in (IEnumerable<(string, HttpStatusCode)>)[("/readyz", HttpStatusCode.ServiceUnavailable), ("/healthz", HttpStatusCode.OK)])
        {
            var said = await GetAsync(node.Http, path);
            Assert.Equal(expected, said.Status);
            Assert.Contains("\"ready\":false", said.Text, StringComparison.Ordinal);
            Assert.Contains("\"stopped\"", said.Text, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync(node.Http, "/mesh/v1/cluster")).Status);
        using var registered = await _http.PutAsJsonAsync(new Uri(node.Http, "/mesh/v1/services/orders/o-2"), new { host = "10.0.0.1", port = 80 });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, registered.StatusCode);
        Assert.Contains("\"detail\":\"the node is stopped", await registered.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(
            $"\"NodeName\":\"mesh-{node.Address.Replace('.', '-').Replace(':', '-')}\"",
            (await GetAsync(node.Http, "/v1/agent/self")).Text,
            StringComparison.Ordinal);
        Assert.Equal(0, await node.TerminateAsync(Patience.Limit));
    }

    /// <summary>The answer to a question for the service over DNS.</summary>
    private static async Task<int> RcodeAsync(NodeProcess node)
    {
        byte[] question = [0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Label("orders"), .. Label("service"), .. Label("mesh"), 0, 0, 1, 0, 1];
        using var client = new UdpClient();
        client.Connect(IPAddress.Loopback, node.Ports.Dns!.Value);
        await client.SendAsync(question);
        return (await client.ReceiveAsync().WaitAsync(Patience.Limit)).Buffer[3] & 0xF;
    }

    private static byte[] Label(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(Uri node, string path)
    {
        using var reply = await _http.GetAsync(new Uri(node, path));
        return await ReadAsync(reply);
    }

    private static async Task<(HttpStatusCode Status, string Text)> ReadAsync(HttpResponseMessage reply) =>
        (reply.StatusCode, (await reply.Content.ReadAsStringAsync()).Trim());
}
