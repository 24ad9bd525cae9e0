using System.Net;
using Mesh.Testing;
using Mesh.Testing.Load;
using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Rolling;

/// <summary>The sample Gateway in front of three services, one of which is restarted instance by instance.</summary>
public sealed class GatewayTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = Patience.Limit * 4;

    private readonly HttpClient _http = new() { Timeout = Patience.Limit };
    private readonly List<OrdersProcess> _services = [];

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var service in _services)
            await service.DisposeAsync();
    }

    [Fact]
    public async Task Service_behind_the_gateway_is_restarted_without_a_lost_request()
    {
        await using var seed = await EmbeddedNode.StartAsync();
        foreach (var (service, id) in new[] { ("orders", "o-1"), ("orders", "o-2"), ("billing", "b-1"), ("shipping", "s-1") })
            _services.Add(new OrdersProcess(id, seed.Address, service));
        foreach (var service in _services)
            service.Start();
        await seed.WhenOfferedAsync("orders", 2);
        await seed.WhenOfferedAsync("billing", 1);
        await seed.WhenOfferedAsync("shipping", 1);
        var port = FreePorts.Take();
        await using var gateway = ChildProcess.Start(
            SampleBinary.Find("Gateway"),
            [],
            [new("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"), new("Mesh__Seeds", seed.Address)],
            Path.GetDirectoryName(SampleBinary.Find("Gateway")));
        _http.BaseAddress = new Uri($"http://127.0.0.1:{port}");
        await Eventually.SeesAsync(
            async () => (await _http.GetAsync(new Uri("/readyz", UriKind.Relative))).StatusCode,
            s => s is HttpStatusCode.OK,
            "the gateway is ready",
            _ => gateway.Output,
            limit: Patience.Limit * 2,
            passes: e => e is HttpRequestException && !gateway.HasExited);

        await using var load = SteadyLoad.Start(perSecond: 50, CallAsync);
        foreach (var index in new[] { 0, 1, 0 })
        {
            await _services[index].StopAsync(StopLimit);
            _services[index].Start();
            await seed.WhenOfferedAsync("orders", 2);
        }

        var report = await load.StopAsync();
        Assert.Empty(report.Failures);
        Assert.Equal(report.Requests, report.Times.Length);
    }

    /// <summary>Each service in turn; the answer names the instance that gave it.</summary>
    private async Task CallAsync(int number)
    {
        var (service, instances) = (number % 3) switch
        {
            0 => ("orders", new[] { "o-1", "o-2" }),
            1 => ("billing", ["b-1"]),
            _ => ("shipping", ["s-1"]),
        };
        var body = await _http.GetStringAsync(new Uri($"/{service}/orders/{number}", UriKind.Relative));
        if (!instances.Any(i => body.Contains($"\"{i}\"", StringComparison.Ordinal)))
            throw new InvalidOperationException($"{service} answered {body}");
    }
}
