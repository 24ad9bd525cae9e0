using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Doors.Tests.Bridge.Support;

/// <summary>
/// A stand-in for Consul's HTTP API with answers in the shape of Consul's, blocking queries and sessions, which records
/// what is written. It knows only what a bridge asks for.
/// </summary>
internal sealed class ConsulDouble : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConsulDoubleStore _store = new();
    private readonly ConsulDoubleLocks _locks = new();

    private ConsulDouble(WebApplication app) => _app = app;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Everything that was written, as "path body".</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    public ConsulDoubleStore Store => _store;

    public ConsulDoubleLocks Locks => _locks;

    /// <summary>Answer everything with 500, as a server without a leader does.</summary>
    public bool IsFailing { get; set; }

    /// <summary>Known blocking queries that wait now.</summary>
    public int Parked => _store.Parked;

    public static async Task<ConsulDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var consul = new ConsulDouble(builder.Build());
        consul.Map();
        await consul._app.StartAsync();
        return consul;
    }

    public async ValueTask DisposeAsync()
    {
        _store.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private void Map()
    {
        _app.Use(async (http, next) =>
        {
            http.Response.Headers["X-Consul-Default-Acl-Policy"] = "allow";
            if (!IsFailing)
            {
                await next(http);
                return;
            }

            http.Response.StatusCode = 500;
            await http.Response.WriteAsync("No cluster leader");
        });
        _app.MapGet("/v1/agent/self", () => Json("""{"Config":{"Datacenter":"dc1","NodeName":"n1","Server":true,"Version":"1.21.0"},"Meta":{}}"""));
        _app.MapGet("/v1/catalog/services", (HttpContext http) => AnswerAsync(http, "", _store.Services));
        _app.MapGet("/v1/health/service/{name}", (HttpContext http, string name) => AnswerAsync(http, name, () => _store.Health(name)));
        _app.MapPut("/v1/catalog/register", (HttpContext http) => WriteAsync(http, _store.Register));
        _app.MapPut("/v1/catalog/deregister", (HttpContext http) => WriteAsync(http, _store.Deregister));
        _app.MapPut("/v1/session/create", () => Json($$"""{"ID":"{{_locks.Create()}}"}"""));
        _app.MapPut("/v1/session/renew/{id}", (string id) => _locks.IsAlive(id) ? Json($$"""[{"ID":"{{id}}","TTL":"30s"}]""") : Results.NotFound());
        _app.MapPut("/v1/session/destroy/{id}", (string id) => Json(_locks.Destroy(id) ? "true" : "false"));
        _app.MapPut("/v1/kv/{**key}", async (HttpContext http, string key) =>
            Json(_locks.Acquire(key, http.Request.Query["acquire"]!, await BodyAsync(http)) ? "true" : "false"));
        _app.MapGet("/v1/kv/{**key}", (string key) => _locks.Read(key) is { } value
            ? Json($$"""[{"Key":"{{key}}","Flags":0,"Value":"{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value))}}"}]""")
            : Results.NotFound());
    }

    private async Task AnswerAsync(HttpContext http, string service, Func<JsonNode> read)
    {
        var asked = long.TryParse(http.Request.Query["index"], CultureInfo.InvariantCulture, out var index) ? index : 0;
        var now = await _store.WaitAsync(service, asked, http.RequestAborted);
        http.Response.Headers["X-Consul-Index"] = now.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-Consul-Knownleader"] = "true";
        http.Response.Headers["X-Consul-Lastcontact"] = "0";
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(read().ToJsonString());
    }

    private async Task WriteAsync(HttpContext http, Action<JsonNode> apply)
    {
        var body = await BodyAsync(http);
        Writes.Enqueue($"{http.Request.Path.Value!["/v1/catalog/".Length..]} {body}");
        apply(JsonNode.Parse(body)!);
        await http.Response.WriteAsync("true");
    }

    private static async Task<string> BodyAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        return await reader.ReadToEndAsync();
    }

    private static IResult Json(string text) => Results.Content(text, "application/json");
}
