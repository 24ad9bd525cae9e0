using System.Net.Http.Json;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Strangers;

/// <summary>Who has a token with a quota, and registers and writes without end.</summary>
internal static class TenantCrowd
{
    public const string Secret = "the-secret-of-a-tenant";

    public static readonly Crowd Tenant = new("a token with 1,000 records, 2 MB, 64 requests", 64, ActAsync);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { DefaultRequestHeaders = { Authorization = new("Bearer", Secret) } };

    public static Dictionary<string, string> Settings { get; } = new()
    {
        ["Mesh__Access__Tokens__0__Name"] = "tenant",
        ["Mesh__Access__Tokens__0__Secret"] = Secret,
        ["Mesh__Access__Tokens__0__MaxRecords"] = "1000",
        ["Mesh__Access__Tokens__0__MaxBytes"] = "2000000",
        ["Mesh__Access__Tokens__0__MaxRequests"] = "64",
        ["Mesh__Access__Tokens__0__Rules__0__Prefix"] = "tenant-",
        ["Mesh__Access__Tokens__0__Rules__0__Allow__0"] = "read",
        ["Mesh__Access__Tokens__0__Rules__0__Allow__1"] = "register",
    };

    private static async Task ActAsync(NodeProcess node, int worker, CancellationToken end)
    {
        var metadata = Enumerable.Range(0, 20).ToDictionary(n => $"m{n}", _ => new string('x', 250));
        var path = $"/mesh/v1/services/tenant-{Guid.NewGuid():N}/{Guid.NewGuid():N}";
        using (var reply = await Http.PutAsJsonAsync(new Uri(node.Http, path), new { host = "10.0.0.1", port = 80, metadata }, end))
            await reply.Content.ReadAsByteArrayAsync(end);
        var (key, value) = (Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"/services/tenant-{Guid.NewGuid():N}/{worker}")), new string('A', 60_000));
        using var put = await Http.PostAsJsonAsync($"http://127.0.0.1:{node.Ports.EtcdJson}/v3/kv/put", new { key, value }, end);
        await put.Content.ReadAsByteArrayAsync(end);
        using var grant = await Http.PostAsJsonAsync($"http://127.0.0.1:{node.Ports.EtcdJson}/v3/lease/grant", new { TTL = 3_600 }, end);
        await grant.Content.ReadAsByteArrayAsync(end);
    }
}
