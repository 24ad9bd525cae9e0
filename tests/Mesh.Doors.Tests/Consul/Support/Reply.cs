using System.Globalization;
using System.Text.Json;

namespace Mesh.Doors.Tests.Consul.Support;

/// <summary>A reply of the door, read whole.</summary>
public sealed record Reply(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public long Index => long.Parse(Headers["X-Consul-Index"], CultureInfo.InvariantCulture);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The ids of the services in a body of health/service.</summary>
    public IEnumerable<string> ServiceIds =>
        Json.EnumerateArray().Select(e => e.GetProperty("Service").GetProperty("ID").GetString()!);

    public static async Task<Reply> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
                h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
            return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
        }
    }
}
