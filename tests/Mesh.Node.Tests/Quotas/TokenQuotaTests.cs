using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Quotas;

/// <summary>A token with a quota of three records, at each door of a node.</summary>
public sealed class TokenQuotaTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "the-secret-of-the-shop";

    private readonly HttpClient _http = new();
    private NodeProcess _node = null!;

    public async Task InitializeAsync()
    {
        _node = await NodeProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Mesh__Access__Tokens__0__Name"] = "shop",
                ["Mesh__Access__Tokens__0__Secret"] = Secret,
                ["Mesh__Access__Tokens__0__MaxRecords"] = "3",
                ["Mesh__Access__Tokens__0__MaxBytes"] = "5000",
                ["Mesh__Access__Tokens__0__Rules__0__Prefix"] = "shop-",
                ["Mesh__Access__Tokens__0__Rules__0__Allow__0"] = "register",
                ["Mesh__Access__Tokens__0__Rules__0__Allow__1"] = "read",
                ["Mesh__Access__Tokens__1__Name"] = "ops",
                ["Mesh__Access__Tokens__1__Secret"] = "the-secret-of-operators",
                ["Mesh__Access__Tokens__1__MaxRecords"] = "4",
                ["Mesh__Access__Tokens__1__Rules__0__Allow__0"] = "register",
            },
            "--consul", "--etcd", "0", "--etcd-json", "0");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        for (var n = 1; n <= 3; n++)
            await SucceedAsync(RegisterAsync($"i{n}"));
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task One_more_is_refused_by_the_name_of_the_bound_what_is_there_is_renewed_and_what_goes_makes_room()
    {
        await RefuseAsync(RegisterAsync("i4"), HttpStatusCode.BadRequest, "MaxRecords lets it have 3");

        await SucceedAsync(RegisterAsync("i3"));
        await SucceedAsync(_http.DeleteAsync(At("/mesh/v1/services/shop-a/i1")));
        await SucceedAsync(RegisterAsync("i4"));
    }

    [Fact]
    public async Task It_is_the_same_at_the_doors_of_consul()
    {
        await SucceedAsync(AtAgentAsync("b1"));
        await SucceedAsync(AtAgentAsync("b1"));

        await RefuseAsync(AtAgentAsync("b2"), HttpStatusCode.BadRequest, "token 'ops' may register, and its MaxRecords lets it have 4");
    }

    [Fact]
    public async Task It_is_the_same_for_keys_of_its_services_and_for_leases()
    {
        await RefuseAsync(JsonAsync("/v3/kv/put", $$"""{"key":"{{Base64("/services/shop-b/b1")}}","value":"{{Base64("x")}}"}"""), HttpStatusCode.TooManyRequests, "MaxRecords");
        await SucceedAsync(_http.DeleteAsync(At("/mesh/v1/services/shop-a/i1")));
        await SucceedAsync(JsonAsync("/v3/kv/put", $$"""{"key":"{{Base64("/services/shop-b/b1")}}","value":"{{Base64("x")}}"}"""));

        await RefuseAsync(RegisterAsync("i4"), HttpStatusCode.BadRequest, "MaxRecords lets it have 3");
        for (var n = 0; n < 3; n++)
            await SucceedAsync(JsonAsync("/v3/lease/grant", """{"TTL":60}"""));
        await RefuseAsync(JsonAsync("/v3/lease/grant", """{"TTL":60}"""), HttpStatusCode.TooManyRequests, "has 3 leases of this node");
    }

    [Fact]
    public async Task Bytes_are_bounded_too() => await RefuseAsync(
        _http.PutAsJsonAsync(At("/mesh/v1/services/shop-a/i3"), new { host = "10.0.0.1", port = 80, metadata = Enumerable.Range(0, 20).ToDictionary(n => $"m{n}", _ => new string('x', 250)) }),
        HttpStatusCode.BadRequest,
        "MaxBytes lets it have 5000");

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task SucceedAsync(Task<HttpResponseMessage> call)
    {
        using var reply = await call;
        Assert.True(reply.IsSuccessStatusCode, $"{reply.StatusCode}: {await reply.Content.ReadAsStringAsync()}");
    }

    private static async Task RefuseAsync(Task<HttpResponseMessage> call, HttpStatusCode expected, string words)
    {
        using var reply = await call;
        var text = await reply.Content.ReadAsStringAsync();
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Equal(expected, reply.StatusCode);
    }

    private Task<HttpResponseMessage> RegisterAsync(string id) =>
        _http.PutAsJsonAsync(At($"/mesh/v1/services/shop-a/{id}"), new { host = "10.0.0.1", port = 80 });

    /// <summary>With the token of another, which may register what the shop may too.</summary>
    private async Task<HttpResponseMessage> AtAgentAsync(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, At("/v1/agent/service/register"))
        {
            Content = JsonContent.Create(new { Name = "shop-b", ID = id, Port = 80 }),
            Headers = { { "X-Consul-Token", "the-secret-of-operators" } },
        };
        return await _http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> JsonAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.PostAsync(new Uri($"http://127.0.0.1:{_node.Ports.EtcdJson}{path}"), content);
    }

    private Uri At(string path) => new(_node.Http, path);
}
