using Mesh.Client.Http;
using Mesh.Remote;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Http;

/// <summary>Services of other meshes by the host of a URI, which has no place for '@'.</summary>
public sealed class RemoteHttpTests : IDisposable
{
    private readonly FakeMeshClient _mesh = new(TimeProvider.System);
    private readonly StubPrimary _primary = new();
    private readonly HttpMessageInvoker _http;

    public RemoteHttpTests() =>
        _http = new HttpMessageInvoker(new MeshHttpHandler(_mesh, new MeshHttpOptions()) { InnerHandler = _primary });

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Request_goes_to_an_instance_of_the_other_mesh_over_TLS_under_the_name_that_was_asked()
    {
        _mesh.PutRemote("orders@eu", RemoteState.Live, Instance("orders", "o-1", 8001, "10.9.0.1"));

        await GetAsync("http://orders.service.eu.mesh/list?x=1");
        await GetAsync("https://orders.service.eu.mesh/list?x=1");

        Assert.Equal(
            [
                ("http://10.9.0.1:8001/list?x=1", null, null),
                ("https://10.9.0.1:8001/list?x=1", "orders.service.eu.mesh", null),
            ],
            _primary.Seen);
    }

    [Theory]
    [InlineData("http://orders.service.eu.mesh/", "orders@eu")]
    [InlineData("http://orders.service.mesh/", "orders")]
    public async Task Service_that_nobody_offers_is_an_exception_that_names_it(string uri, string named)
    {
        _mesh.PutRemote("orders@eu", RemoteState.None);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(uri));

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Empty(_primary.Seen);
    }

    [Fact]
    public async Task Names_outside_the_domain_are_no_services()
    {
        await GetAsync("http://orders.service.eu.example/");

        Assert.Equal("http://orders.service.eu.example/", Assert.Single(_primary.Seen).Uri);
        Assert.Empty(_mesh.Remote.Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task First_call_waits_for_the_answer_of_the_other_mesh(bool isSynchronous)
    {
        var asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _mesh.Resolving = async (service, cancellation) =>
        {
            asked.TrySetResult(service);
            await answered.Task.WaitAsync(cancellation);
        };

        var call = isSynchronous ? GetBlocked("http://orders.service.eu.mesh/", default) : GetAsync("http://orders.service.eu.mesh/");
        await Task.WhenAny(asked.Task, call).WaitAsync(Patience.Limit);
        Assert.True(asked.Task.IsCompleted, $"the call ended without asking: {call.Exception?.InnerException?.Message}");
        Assert.Equal("orders@eu", await asked.Task);
        Assert.Empty(_primary.Seen);
        _mesh.PutRemote("orders@eu", RemoteState.Live, Instance("orders", "o-1", 8001, "10.9.0.1"));
        answered.SetResult();

        await call.WaitAsync(Patience.Limit);
        Assert.Equal("http://10.9.0.1:8001/", Assert.Single(_primary.Seen).Uri);
    }

    [Fact]
    public async Task Synchronous_call_stops_waiting_with_its_caller()
    {
        using var caller = new CancellationTokenSource();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _mesh.Resolving = async (_, cancellation) =>
        {
            asked.TrySetResult();
            await cancellation.WhenCancelledAsync();
        };

        var call = GetBlocked("http://orders.service.eu.mesh/", caller.Token);
        await Task.WhenAny(asked.Task, call).WaitAsync(Patience.Limit);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience.Limit));
        Assert.Empty(_primary.Seen);
    }

    /// <summary>On a thread of its own, which nothing runs on while the call blocks it, as with the thread of a window.</summary>
    private Task GetBlocked(string uri, CancellationToken cancellation) => Task.Factory.StartNew(
        () =>
        {
            SynchronizationContext.SetSynchronizationContext(new BlockedContext());
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            using var _ = _http.Send(request, cancellation);
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private async Task GetAsync(string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var _ = await _http.SendAsync(request, default);
    }

    /// <summary>Takes what is to go on in it and never runs it.</summary>
    private sealed class BlockedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
