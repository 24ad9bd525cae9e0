using System.Text.Json;
using Mesh.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Doors.Tests.Access;

/// <summary>A page of another site, which does to a node what a browser lets it do without asking, and says how it went.</summary>
internal sealed class ForeignPage : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource<IReadOnlyList<string>> _outcomes = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ForeignPage(string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/", (RequestDelegate)(http =>
        {
            http.Response.ContentType = "text/html";
            return http.Response.WriteAsync(body);
        }));
        _app.MapPost("/done", (RequestDelegate)(async http =>
            _outcomes.TrySetResult((await JsonSerializer.DeserializeAsync<string[]>(http.Request.Body))!)));
    }

    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    /// <summary>What came of each request, as far as the page is told: "ok" and what it read, or "failed".</summary>
    public Task<IReadOnlyList<string>> Outcomes => _outcomes.Task;

    /// <param name="requests">Expressions that yield a promise each.</param>
    public static async Task<ForeignPage> StartAsync(IEnumerable<string> requests)
    {
        var page = new ForeignPage(
            $$"""
            <!doctype html><body><iframe name="frame"></iframe><script>
            const img = url => new Promise(done => { const i = new Image(); i.onload = i.onerror = () => done("seen"); i.src = url; });
            const form = (url, name, value) => new Promise(done => {
              const f = document.createElement("form");
              Object.assign(f, { method: "post", enctype: "text/plain", action: url, target: "frame" });
              const i = document.createElement("input");
              Object.assign(i, { name, value });
              f.append(i); document.body.append(f);
              document.querySelector("iframe").onload = () => done("seen");
              f.submit();
            });
            const read = (url, how) => fetch(url, how).then(async r => r.type === "opaque" ? "opaque" : `${r.status} ${await r.text()}`);
            (async () => {
              const all = [];
              for (const ask of [{{string.Join(", ", requests.Select(r => $"() => {r}"))}}])
                all.push(await ask().then(v => `ok ${v}`, () => "failed"));
              await fetch("/done", { method: "POST", body: JSON.stringify(all) });
            })();
            </script>
            """);
        await page._app.StartAsync();
        return page;
    }

    /// <summary>Opens the page in a browser and waits until it has done all.</summary>
    public async Task<IReadOnlyList<string>> VisitAsync(string host)
    {
        await using var browser = Browser.Open($"http://{host}:{Port}/");
        return await Outcomes.WaitAsync(2 * Patience.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
