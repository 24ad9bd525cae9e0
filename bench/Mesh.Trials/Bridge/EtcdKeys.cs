using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Mesh.Trials.Bridge;

/// <summary>The keys of a real etcd, over its JSON gateway.</summary>
internal sealed class EtcdKeys(string endpoint) : IDisposable
{
    private const int Batch = 100;

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{endpoint}") };

    /// <summary>Instances of services in-0, in-1, …</summary>
    public async Task PutAsync(int services, int count)
    {
        foreach (var batch in Enumerable.Range(0, count).Chunk(Batch))
        {
            var puts = batch.Select(n => new { requestPut = new { key = Base64($"/services/in-{n % services}/10.0.0.1:{1 + n}"), value = "" } });
            using var reply = await _http.PostAsJsonAsync("/v3/kv/txn", new { success = puts });
            reply.EnsureSuccessStatusCode();
        }
    }

    /// <summary>From the first key below a prefix to the last.</summary>
    public Task<TimeSpan> RateAsync(string prefix, int count) => Arrival.OfAsync(() => CountAsync(prefix), count);

    public void Dispose() => _http.Dispose();

    private async Task<int> CountAsync(string prefix)
    {
        var end = prefix[..^1] + (char)(prefix[^1] + 1);
        using var reply = await _http.PostAsJsonAsync("/v3/kv/range", new { key = Base64(prefix), range_end = Base64(end), count_only = true });
        reply.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return json.RootElement.TryGetProperty("count", out var number) ? int.Parse(number.GetString()!, null) : 0;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
