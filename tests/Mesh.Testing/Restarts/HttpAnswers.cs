using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Mesh.Testing.Restarts;

/// <summary>What the doors that speak HTTP say of a service; null: not ready.</summary>
internal static class HttpAnswers
{
    public static async Task<DoorAnswer?> NativeAsync(HttpClient http, IDoorNode node, string service, CancellationToken cancellation)
    {
        using var reply = await http.GetAsync(new Uri(node.Http, $"/mesh/v1/services/{service}"), cancellation);
        if (reply.StatusCode is HttpStatusCode.NotFound)
            return new DoorAnswer([], []);
        if (!reply.IsSuccessStatusCode)
            return null;
        using var view = await JsonAsync(reply, cancellation);
        JsonElement[] instances = [.. view.RootElement.GetProperty("instances").EnumerateArray()];
        return new DoorAnswer(
            [.. instances.Select(i => i.GetProperty("port").GetInt32())],
            [.. instances
                .Where(i => i.GetProperty("status").GetString() is "passing" && i.GetProperty("standing").GetString() is "confirmed")
                .Select(i => i.GetProperty("port").GetInt32())]);
    }

    public static async Task<DoorAnswer?> ConsulAsync(HttpClient http, IDoorNode node, string service, CancellationToken cancellation)
    {
        using var reply = await http.GetAsync(new Uri(node.Http, $"/v1/health/service/{service}"), cancellation);
        if (!reply.IsSuccessStatusCode)
            return null;
        using var view = await JsonAsync(reply, cancellation);
        JsonElement[] entries = [.. view.RootElement.EnumerateArray()];
        return new DoorAnswer(
            [.. entries.Select(PortOf)],
            [.. entries.Where(e => e.GetProperty("Checks").EnumerateArray().All(c => c.GetProperty("Status").GetString() is "passing")).Select(PortOf)]);

        static int PortOf(JsonElement entry) => entry.GetProperty("Service").GetProperty("Port").GetInt32();
    }

    /// <summary>Keys of instances that are registered elsewhere are shown while they are offered; stored keys always.</summary>
    public static async Task<DoorAnswer?> EtcdAsync(HttpClient http, IDoorNode node, string service, CancellationToken cancellation)
    {
        var question = new { key = Base64($"/services/{service}/"), range_end = Base64($"/services/{service}0") };
        using var reply = await http.PostAsJsonAsync(new Uri(node.EtcdJson, "/v3/kv/range"), question, JsonSerializerOptions.Default, cancellation);
        if (!reply.IsSuccessStatusCode)
            return null;
        using var found = await JsonAsync(reply, cancellation);
        ImmutableHashSet<int> ports = found.RootElement.TryGetProperty("kvs", out var pairs)
            ? [.. pairs.EnumerateArray().Select(p => PortOf(Encoding.UTF8.GetString(p.GetProperty("key").GetBytesFromBase64())))]
            : [];
        return new DoorAnswer(Ways.AreKeys(service) ? ports : null, ports);

        static int PortOf(string key) => int.Parse(key[(key.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<JsonDocument> JsonAsync(HttpResponseMessage reply, CancellationToken cancellation) =>
        JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(cancellation));
}
