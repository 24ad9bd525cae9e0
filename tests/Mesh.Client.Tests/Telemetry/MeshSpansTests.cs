using System.Collections.Concurrent;
using System.Diagnostics;
using Mesh.Client.Http;
using Mesh.Client.Tests.Http;
using Mesh.Telemetry;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Telemetry;

public sealed class MeshSpansTests : IDisposable
{
    private readonly TestCatalog _catalog = new();
    private readonly StubPrimary _primary = new();
    private readonly HttpMessageInvoker _http;
    private readonly ActivitySource _own = new("Mesh.Client.Tests");
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly Activity _root;

    public MeshSpansTests()
    {
        _http = new HttpMessageInvoker(new MeshHttpHandler(new FakeMeshClient(_catalog), new MeshHttpOptions()) { InnerHandler = _primary });
        _listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == MeshTelemetry.ActivitySourceName || ReferenceEquals(s, _own),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                // Others that run beside this test make some too.
                if (a.TraceId == _root?.TraceId)
                    _ended.Enqueue(a);
            },
        };
        ActivitySource.AddActivityListener(_listener);
        _root = _own.StartActivity("test")!;
    }

    public void Dispose()
    {
        _root.Dispose();
        _listener.Dispose();
        _own.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task Call_is_one_activity_that_ends_with_the_instance_that_answered()
    {
        _catalog.Put(Instance("orders", "a", 8080), Instance("orders", "b", 8080));
        _primary.Answer = (_, n) => n == 1
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")
            : Task.FromResult(new HttpResponseMessage());

        await GetAsync("http://orders/");

        var call = Assert.Single(_ended);
        Assert.Equal(MeshActivities.Call, call.OperationName);
        Assert.Equal("orders", call.GetTagItem(MeshAttributes.Service));
        Assert.Equal(2, call.GetTagItem(MeshAttributes.Attempts));
        Assert.Equal(("10.0.0.1", 8080), (call.GetTagItem("server.address"), call.GetTagItem("server.port")));
        Assert.Equal(ActivityStatusCode.Unset, call.Status);
    }

    [Fact]
    public async Task Call_that_finds_nobody_says_so()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("http://orders/"));

        var call = Assert.Single(_ended);
        Assert.Equal(ActivityStatusCode.Error, call.Status);
        Assert.Equal("name_resolution_error", call.GetTagItem("error.type"));
    }

    [Fact]
    public async Task Write_is_an_activity_that_ends_with_the_reply_and_leaves_the_callers_own_in_place()
    {
        await using var node = await EmbeddedNode.StartAsync();

        await node.Client.RegisterAsync(Instance("orders", "a"));

        Assert.Same(_root, Activity.Current);
        var write = Assert.Single(_ended, a => a.OperationName == MeshActivities.Register);
        Assert.Equal("Registered", write.GetTagItem(MeshAttributes.Reply));
        Assert.Equal(("orders", "a"), (write.GetTagItem(MeshAttributes.Service), write.GetTagItem(MeshAttributes.Instance)));
    }

    private async Task GetAsync(string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var _ = await _http.SendAsync(request, default);
    }
}
