using System.Net.Http.Json;
using System.Text;
using Mesh.Testing.Processes;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>Registers at a node as any client does.</summary>
internal static class Registered
{
    public static async Task AtAsync(NodeProcess node, string service, string id, object? body = null, string? token = null)
    {
        using var http = new HttpClient { BaseAddress = node.Http };
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/mesh/v1/services/{service}/instances/{Uri.EscapeDataString(id)}")
        {
            Content = JsonContent.Create(body ?? new { host = "10.0.0.1", port = 80 }),
        };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var reply = await http.SendAsync(request);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    /// <summary>Writes a key by the etcd door for JSON.</summary>
    public static async Task KeyAsync(NodeProcess node, string key, string value)
    {
        using var http = new HttpClient();
        using var reply = await http.PostAsJsonAsync(
            new Uri($"http://127.0.0.1:{node.Ports.EtcdJson}/v3/kv/put"),
            new { key = Convert.ToBase64String(Encoding.UTF8.GetBytes(key)), value = Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) });
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }
}
