using Mesh.Client.Http;
using Mesh.Remote;
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
    public async Task Request_goes_to_an_instance_of_the_other_mesh_under_the_name_that_was_asked()
    {
        _mesh.PutRemote("orders@eu", RemoteState.Live, Instance("orders", "o-1", 8001, "10.9.0.1"));

        await GetAsync("http://orders.service.eu.mesh/list?x=1");

        Assert.Equal(
            ("http://10.9.0.1:8001/list?x=1", "orders.service.eu.mesh", null), Assert.Single(_primary.Seen));
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

    private async Task GetAsync(string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var _ = await _http.SendAsync(request, default);
    }
}
