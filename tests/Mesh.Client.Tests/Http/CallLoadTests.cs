using System.Net;
using Mesh.Client.Http;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Http;

/// <summary>A call counts as long as its response is read.</summary>
public sealed class CallLoadTests : IDisposable
{
    private readonly StubPrimary _primary = new();
    private readonly HttpMessageInvoker _http;
    private readonly EndpointLoad _load;

    public CallLoadTests()
    {
        var mesh = new FakeMeshClient(new TestCatalog().Put(Instance("orders", "a")));
        _load = mesh.Pick("orders")!.Load;
        _http = new HttpMessageInvoker(new MeshHttpHandler(mesh, new MeshHttpOptions()) { InnerHandler = _primary });
        _primary.Answer = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new MemoryStream([1, 2, 3])),
        });
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Call_counts_until_its_stream_was_read_to_the_end()
    {
        using var response = await Get();
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[2];

        var counts = new List<int> { _load.Outstanding };
        while (await body.ReadAsync(buffer) > 0)
            counts.Add(_load.Outstanding);
        counts.Add(_load.Outstanding);

        Assert.Equal([1, 1, 1, 0], counts);
    }

    [Fact]
    public async Task Call_counts_until_its_body_was_read_into_memory()
    {
        using var response = await Get();
        var before = _load.Outstanding;

        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal([1, 2, 3], body);
        Assert.Equal((1, 0), (before, _load.Outstanding));
    }

    [Fact]
    public async Task Call_ends_when_nobody_wants_its_response()
    {
        (await Get()).Dispose();

        Assert.Equal(0, _load.Outstanding);
    }

    [Fact]
    public async Task Call_without_a_body_ends_at_once()
    {
        _primary.Answer = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));

        using var response = await Get();

        Assert.Equal(0, _load.Outstanding);
    }

    private async Task<HttpResponseMessage> Get()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/");
        return await _http.SendAsync(request, default);
    }
}
