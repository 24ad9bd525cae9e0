using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Testing.Processes;

/// <summary>The native HTTP API of one node, as far as tests and trials need it.</summary>
internal sealed class NodeApi : IDisposable
{
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _http;

    public NodeApi(Uri node)
        : this(node, new HttpClient())
    {
    }

    /// <summary>By a client of the caller's, such as one whose connections begin in a network namespace.</summary>
    public NodeApi(Uri node, HttpClient http)
    {
        _http = http;
        _http.BaseAddress = node;
        _http.Timeout = Patience.Limit;
    }

    /// <summary>Of another consistency than local, it is given the time that a busy machine takes.</summary>
    public Task RegisterAsync(
        string service, string id, int port = 8080, string? ttl = null, string consistency = "local", string? version = null,
        string? lifetime = null) =>
        PutAsync(
            $"/mesh/v1/services/{service}/{id}?consistency={consistency}&deadline=45s",
            new { host = "127.0.0.1", port, version, ttl, lifetime, deregisterAfter = ttl is null ? null : "60s" });

    public Task SetPolicyAsync(string service, object policy) => PutAsync($"/mesh/v1/services/{service}/policy", policy);

    public async Task DeregisterAsync(string service, string id)
    {
        using var reply = await _http.DeleteAsync(new Uri($"/mesh/v1/services/{service}/{id}", UriKind.Relative));
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>The ids that callers of this node are offered: healthy by status, confirmed by standing.</summary>
    public async Task<string[]> InRotationAsync(string service)
    {
        var view = await GetAsync($"/mesh/v1/services/{service}");
        return [.. view.GetProperty("instances").EnumerateArray()
            .Where(i => i.GetProperty("status").GetString() == "passing" && i.GetProperty("standing").GetString() == "confirmed")
            .Select(i => i.GetProperty("id").GetString()!)];
    }

    public async Task<string[]> IdsAsync(string service)
    {
        var view = await GetAsync($"/mesh/v1/services/{service}");
        return [.. view.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
    }

    public async Task<string[]> MembersAsync()
    {
        var cluster = await GetAsync("/mesh/v1/cluster");
        return [.. cluster.GetProperty("members").EnumerateArray()
            .Where(m => m.GetProperty("status").GetString() == "up").Select(m => m.GetProperty("address").GetString()!)];
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var reply = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await reply.Content.ReadAsStringAsync();
        if (!reply.IsSuccessStatusCode)
            throw new InvalidOperationException($"GET {path} answered {(int)reply.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>An answer that goes on, such as a watch, from when its head has come.</summary>
    public async Task<Stream> StreamAsync(string path) => await _http.GetStreamAsync(new Uri(path, UriKind.Relative));

    /// <summary>The sum of a metric over its labels that begin with <paramref name="labels"/>; 0 when there is none.</summary>
    public async Task<double> MetricAsync(string name, string labels = "")
    {
        var text = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n')
            .Where(l => l.StartsWith(name + "{" + labels, StringComparison.Ordinal) || (labels.Length == 0 && l.StartsWith(name + " ", StringComparison.Ordinal)))
            .Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>The members that a node sees with this standing.</summary>
    public async Task<string[]> WithStandingAsync(string standing)
    {
        var cluster = await GetAsync("/mesh/v1/cluster");
        return [.. cluster.GetProperty("members").EnumerateArray()
            .Where(m => m.GetProperty("standing").GetString() == standing).Select(m => m.GetProperty("address").GetString()!)];
    }

    /// <summary>Asks again and again, with the shortest of pauses, until the answer fits.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> UntilAsync(
        Func<Task<bool>> holds, TimeSpan limit, string expected, [CallerMemberName] string phase = "")
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        await Eventually.IsAsync(holds, static () => "it is not so", limit, Pause, phase, expected);
        return System.Diagnostics.Stopwatch.GetElapsedTime(began);
    }

    public async Task PutAsync(string path, object body)
    {
        using var reply = await _http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, Compact);
        if (!reply.IsSuccessStatusCode)
            throw new InvalidOperationException($"PUT {path} answered {(int)reply.StatusCode}: {await reply.Content.ReadAsStringAsync()}");
    }

    public void Dispose() => _http.Dispose();
}
