using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Testing.Restarts;

/// <summary>The ways to register at a stand-alone node, of all four kinds, by every door that writes.</summary>
/// <param name="checks">What the checks of a node's host ask.</param>
/// <param name="ending">The same, and ends before they do; null: nothing ends.</param>
internal sealed class Ways(HttpClient http, Uri checks, Uri? ending = null)
{
    private const string Keys = "key";
    private const string Ttl = "30s";

    /// <summary>What asks the service that ends.</summary>
    public const string Ending = "agent-ending";

    private const int LeaseSeconds = 30;

    private static readonly JsonSerializerOptions Compact = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly ConcurrentDictionary<int, string> _leases = new();

    /// <summary>What is not renewed for so long lapses.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(LeaseSeconds);

    public static TimeSpan RenewInterval { get; } = TimeSpan.FromSeconds(LeaseSeconds / 4.0);

    /// <summary>Are the instances of the service keys of etcd's door?</summary>
    public static bool AreKeys(string service) => service.StartsWith(Keys, StringComparison.Ordinal);

    public IReadOnlyList<Way> All =>
    [
        new("owned", SubjectKind.Owned, (n, s, p) => NativeAsync(n, s, p, "owned"), NativeRemoveAsync),
        new("leased", SubjectKind.Leased, (n, s, p) => NativeAsync(n, s, p, null, Ttl), NativeRemoveAsync, RenewAsync),
        new(Keys + "-leased", SubjectKind.Leased, LeasedKeyAsync, RemoveKeyAsync, KeepAliveAsync),
        new("agent-http", SubjectKind.Anchored, (n, s, p) => AgentAsync(n, s, p, new { HTTP = checks, Interval = "1s", Timeout = "5s" }), AgentRemoveAsync),
        new("agent-tcp", SubjectKind.Anchored, (n, s, p) => AgentAsync(n, s, p, new { TCP = checks.Authority, Interval = "1s", Timeout = "5s" }), NativeRemoveAsync),
        new("native-checked", SubjectKind.Anchored, NativeCheckedAsync, NativeRemoveAsync),
        new("catalog", SubjectKind.Floating, CatalogAsync, CatalogRemoveAsync),
        new(Keys + "-floating", SubjectKind.Floating, (n, s, p) => PutKeyAsync(n, s, p, null), RemoveKeyAsync),
        new("floating", SubjectKind.Floating, (n, s, p) => NativeAsync(n, s, p, "floating"), NativeRemoveAsync),
        .. ending is null ? Array.Empty<Way>() : [new(Ending, SubjectKind.Anchored, EndingAsync, AgentRemoveAsync)],
    ];

    /// <summary>The same four kinds where no check reaches anything.</summary>
    public IReadOnlyList<Way> WithoutChecks =>
    [
        .. All.Where(w => w.Kind is not SubjectKind.Anchored),
        new("anchored", SubjectKind.Anchored, (n, s, p) => NativeAsync(n, s, p, "anchored"), NativeRemoveAsync),
    ];

    public static string IdOf(int port) => $"i{port}";

    private static Uri Native(IDoorNode node, string service, int port) => new(node.Http, $"/mesh/v1/services/{service}/{IdOf(port)}");

    private static string Key(string service, int port) => HttpAnswers.Base64($"/services/{service}/10.0.0.9:{port}");

    private Task NativeAsync(IDoorNode node, string service, int port, string? lifetime, string? ttl = null) => PutAsync(
        Native(node, service, port), new { host = "10.0.0.9", port, lifetime, ttl, deregisterAfter = ttl is null ? null : "60s" });

    private Task NativeCheckedAsync(IDoorNode node, string service, int port) => PutAsync(
        Native(node, service, port), new { host = "10.0.0.9", port, check = new { http = checks, interval = "1s", timeout = "1s" }, deregisterAfter = "0s" });

    private async Task<bool> NativeRemoveAsync(IDoorNode node, string service, int port)
    {
        using var reply = await http.DeleteAsync(Native(node, service, port));
        return IsFound(reply);
    }

    private async Task<bool> RenewAsync(IDoorNode node, string service, int port)
    {
        using var reply = await http.PutAsJsonAsync(new Uri($"{Native(node, service, port)}/renew"), new { });
        return IsFound(reply);
    }

    private Task AgentAsync(IDoorNode node, string service, int port, object check) => PutAsync(
        new Uri(node.Http, "/v1/agent/service/register"),
        new { ID = IdOf(port), Name = service, Address = "10.0.0.9", Port = port, Check = check });

    private Task EndingAsync(IDoorNode node, string service, int port) => AgentAsync(
        node, service, port, new { HTTP = ending, Interval = "1s", Timeout = "5s", DeregisterCriticalServiceAfter = "1h" });

    private async Task<bool> AgentRemoveAsync(IDoorNode node, string service, int port)
    {
        using var reply = await http.PutAsync(new Uri(node.Http, $"/v1/agent/service/deregister/{IdOf(port)}"), null);
        return IsFound(reply);
    }

    private Task CatalogAsync(IDoorNode node, string service, int port) => PutAsync(
        new Uri(node.Http, "/v1/catalog/register"),
        new { Node = "elsewhere", Address = "10.0.0.9", Service = new { ID = IdOf(port), Service = service, Address = "10.0.0.9", Port = port } });

    /// <summary>The answer is true whether or not there was something to remove, so that has to be asked before.</summary>
    private async Task<bool> CatalogRemoveAsync(IDoorNode node, string service, int port)
    {
        var shown = await HttpAnswers.ConsulAsync(http, node, service, CancellationToken.None)
            ?? throw new HttpRequestException($"node {node.Number} is not ready");
        await PutAsync(new Uri(node.Http, "/v1/catalog/deregister"), new { Node = "elsewhere", ServiceID = IdOf(port) });
        return shown.Listed?.Contains(port) is true;
    }

    private async Task LeasedKeyAsync(IDoorNode node, string service, int port)
    {
        using var granted = await EtcdAsync(node, "lease/grant", new { TTL = $"{LeaseSeconds}" });
        _leases[port] = granted.RootElement.GetProperty("ID").GetString()!;
        await PutKeyAsync(node, service, port, _leases[port]);
    }

    private async Task PutKeyAsync(IDoorNode node, string service, int port, string? lease)
    {
        using var reply = await EtcdAsync(
            node, "kv/put", new { key = Key(service, port), value = HttpAnswers.Base64($"10.0.0.9:{port}"), lease });
    }

    private async Task<bool> RemoveKeyAsync(IDoorNode node, string service, int port)
    {
        using var reply = await EtcdAsync(node, "kv/deleterange", new { key = Key(service, port) });
        return reply.RootElement.TryGetProperty("deleted", out var count) && count.GetString() != "0";
    }

    private async Task<bool> KeepAliveAsync(IDoorNode node, string service, int port)
    {
        using var reply = await EtcdAsync(node, "lease/keepalive", new { ID = _leases[port] });
        // A stream has begun before anything can go wrong, so its trouble comes in its body.
        return reply.RootElement.TryGetProperty("result", out var result)
            ? result.TryGetProperty("TTL", out var left) && left.GetString() != "0"
            : throw new HttpRequestException($"the lease was not renewed: {reply.RootElement}");
    }

    private async Task PutAsync(Uri address, object body)
    {
        using var reply = await http.PutAsJsonAsync(address, body, Compact);
        await DemandAsync(reply);
    }

    private async Task<JsonDocument> EtcdAsync(IDoorNode node, string call, object body)
    {
        using var reply = await http.PostAsJsonAsync(new Uri(node.EtcdJson, "/v3/" + call), body, Compact);
        await DemandAsync(reply);
        return JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync());
    }

    private static bool IsFound(HttpResponseMessage reply)
    {
        if (reply.StatusCode is HttpStatusCode.NotFound)
            return false;
        reply.EnsureSuccessStatusCode();
        return true;
    }

    private static async Task DemandAsync(HttpResponseMessage reply)
    {
        if (!reply.IsSuccessStatusCode)
            throw new HttpRequestException($"{reply.RequestMessage?.RequestUri} answered {(int)reply.StatusCode}: {await reply.Content.ReadAsStringAsync()}", null, reply.StatusCode);
    }
}
