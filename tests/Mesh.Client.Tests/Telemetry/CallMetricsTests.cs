using System.Net.Sockets;
using Mesh.Client.Http;
using Mesh.Client.Telemetry;
using Mesh.Client.Tests.Http;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Telemetry;

public sealed class CallMetricsTests : IDisposable
{
    private readonly TestCatalog _catalog = new();
    private readonly RecordedMeasurements _measured = new();
    private readonly StubPrimary _primary = new();
    private readonly MeshHttpOptions _options = new();
    private readonly HttpMessageInvoker _http;

    public CallMetricsTests() => _http = new HttpMessageInvoker(
        new MeshHttpHandler(new FakeMeshClient(_catalog), _options, metrics: new CallMetrics(_measured.Meters)) { InnerHandler = _primary });

    public void Dispose()
    {
        _http.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public async Task Pick_is_counted_with_the_policy_that_it_went_by()
    {
        _catalog.Put(Instance("orders", "a"));

        await GetAsync("http://orders/");
        _options.Policy = PolicyNames.PowerOfTwo;
        await GetAsync("http://orders/");
        _options.Key = _ => "tenant";
        _options.Policy = null;
        await GetAsync("http://orders/");

        Assert.Equal(
            [Picked("round-robin"), Picked("power-of-two"), Picked("consistent-hash")],
            _measured.Seen);
    }

    [Fact]
    public async Task Second_attempt_is_a_retry_with_the_kind_of_failure_and_another_pick()
    {
        _catalog.Put(Instance("orders", "a"), Instance("orders", "b"));
        _primary.Answer = (_, n) => n == 1
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused))
            : Task.FromResult(new HttpResponseMessage());

        await GetAsync("http://orders/");

        Assert.Equal(
            [Picked("round-robin"), Picked("round-robin"), "mesh.client.retries 1 error.type=connection_error mesh.service=orders"],
            _measured.Seen);
    }

    [Fact]
    public async Task Name_that_nobody_knows_is_no_label()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("http://made-up-by-a-stranger/"));

        Assert.Equal(["mesh.client.picks 1 mesh.caller=http mesh.outcome=no_instance mesh.service=_OTHER"], _measured.Seen);
    }

    [Fact]
    public async Task Service_without_an_available_instance_is_named()
    {
        _catalog.Put(Instance("orders", "a") with { Status = Mesh.Catalog.InstanceStatus.Draining });

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("http://orders/"));

        Assert.Contains(_measured.Seen, m => m.Contains("mesh.outcome=no_instance", StringComparison.Ordinal) && m.Contains("mesh.service=orders", StringComparison.Ordinal));
    }

    private static string Picked(string policy) =>
        $"mesh.client.picks 1 mesh.caller=http mesh.outcome=picked mesh.policy={policy} mesh.service=orders";

    private async Task GetAsync(string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var _ = await _http.SendAsync(request, default);
    }
}
