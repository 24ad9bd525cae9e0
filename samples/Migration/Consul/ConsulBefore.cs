using System.Net.Http.Json;
using System.Text.Json;

namespace Mesh.Samples.Migration.Consul;

/// <summary>A service at an agent of Consul, over its HTTP API: it registers, beats, looks up and leaves.</summary>
internal static class ConsulBefore
{
    /// <param name="agent">http://127.0.0.1:8500: an agent of Consul, or any node with --consul.</param>
    public static async Task RunAsync(string agent, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = new Uri(agent) };
        var registration = new
        {
            ID = "orders-1",
            Name = "orders",
            Address = "127.0.0.1",
            Port = 9001,
            Check = new { TTL = "15s", DeregisterCriticalServiceAfter = "1m" },
        };
        (await http.PutAsJsonAsync("/v1/agent/service/register", registration, cancellation)).EnsureSuccessStatusCode();
        (await http.PutAsync("/v1/agent/check/pass/service:orders-1", null, cancellation)).EnsureSuccessStatusCode();

        var entries = await http.GetFromJsonAsync<JsonElement>("/v1/health/service/orders?passing", cancellation);
        var service = entries[0].GetProperty("Service");
        Console.WriteLine($"found {service.GetProperty("Address").GetString()}:{service.GetProperty("Port").GetInt32()}");
        (await http.PutAsync("/v1/agent/service/deregister/orders-1", null, cancellation)).EnsureSuccessStatusCode();
    }
}
