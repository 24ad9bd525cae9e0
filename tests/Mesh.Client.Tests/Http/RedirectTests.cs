using System.Net;
using System.Net.Http.Headers;
using Mesh.Client.Http;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Http;

/// <summary>Redirects as the mesh's handler follows them in place of the primary one.</summary>
public sealed class RedirectTests : IDisposable
{
    private readonly TestCatalog _catalog = new();
    private readonly StubPrimary _primary = new();
    private readonly HttpMessageInvoker _http;

    public RedirectTests()
    {
        _catalog.Put(Instance("orders", "a", 1), Instance("orders", "b", 2));
        _http = new HttpMessageInvoker(new MeshHttpHandler(new FakeMeshClient(_catalog), new MeshHttpOptions())
        {
            InnerHandler = _primary,
            MostRedirects = 3,
        });
    }

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(300, "POST", "GET", null)]
    [InlineData(301, "POST", "GET", null)]
    [InlineData(302, "POST", "GET", null)]
    [InlineData(303, "POST", "GET", null)]
    [InlineData(303, "PUT", "GET", null)]
    [InlineData(302, "PUT", "PUT", "pay")]
    [InlineData(307, "POST", "POST", "pay")]
    [InlineData(308, "POST", "POST", "pay")]
    public async Task Redirect_is_followed_with_the_method_that_the_status_asks_for(int code, string method, string then, string? body)
    {
        var methods = new List<string>();
        _primary.Answer = (request, n) =>
        {
            methods.Add(request.Method.Method);
            return Answer(n == 1 ? code : 200, "http://orders/done", request);
        };
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://orders/pay") { Content = new StringContent("pay") };

        using var response = await _http.SendAsync(request, default);

        Assert.Equal([method, then], methods);
        Assert.EndsWith("/done", _primary.Seen[1].Uri, StringComparison.Ordinal);
        Assert.Equal(body, _primary.Seen[1].Body);
        Assert.Equal("http://orders/done", response.RequestMessage!.RequestUri!.ToString());
        Assert.Equal((method, "http://orders/pay"), (request.Method.Method, request.RequestUri!.ToString()));
        Assert.NotNull(request.Content);
    }

    [Theory]
    [InlineData("/done", "http://10.0.0.1:")]
    [InlineData("http://orders/done", "http://10.0.0.1:")]
    [InlineData("http://10.0.0.1:2/done", "http://10.0.0.1:2/")]
    [InlineData("http://example.com/done", "http://example.com/")]
    public async Task Location_is_taken_as_the_service_that_it_names(string location, string expected)
    {
        _primary.Answer = (_, n) => Answer(n == 1 ? 302 : 200, location);

        using var response = await Get("http://orders/pay");

        Assert.StartsWith(expected, _primary.Seen[1].Uri, StringComparison.Ordinal);
        Assert.EndsWith("/done", _primary.Seen[1].Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_of_another_site_is_followed_too()
    {
        _primary.Answer = (_, n) => Answer(n == 1 ? 302 : 200, "/new");

        using var response = await Get("http://example.com/old");

        Assert.Equal("http://example.com/new", _primary.Seen[1].Uri);
    }

    [Fact]
    public async Task Nothing_is_sent_again_when_what_a_redirect_leads_to_fails()
    {
        _primary.Answer = (_, n) => n == 1
            ? Answer(307, "http://example.com/done")
            : throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://orders/pay") { Content = new StringContent("pay") };

        await Assert.ThrowsAsync<HttpRequestException>(() => _http.SendAsync(request, default));

        Assert.Equal(2, _primary.Seen.Count);
    }

    [Fact]
    public async Task What_a_redirect_leads_to_is_tried_elsewhere_when_it_never_connected()
    {
        _primary.Answer = (_, n) => n switch
        {
            1 => Answer(303, "/done"),
            2 => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
            _ => Answer(200),
        };

        using var response = await Get("http://orders/pay");

        Assert.Equal(3, _primary.Seen.Count);
        Assert.NotEqual(_primary.Seen[1].Uri, _primary.Seen[2].Uri);
    }

    [Fact]
    public async Task Authorization_is_not_passed_on_and_TLS_not_given_up()
    {
        var passed = new List<AuthenticationHeaderValue?>();
        _primary.Answer = (request, n) =>
        {
            passed.Add(request.Headers.Authorization);
            return Answer(n == 1 ? 302 : 200, "/done");
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/pay");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "secret");
        await _http.SendAsync(request, default);
        _primary.Answer = (_, _) => Answer(302, "http://orders/plain");

        using var kept = await Get("https://orders/pay");

        Assert.Equal(["Bearer secret", null], passed.Select(p => p?.ToString()));
        Assert.Equal(HttpStatusCode.Found, kept.StatusCode);
    }

    [Fact]
    public async Task Redirects_without_end_are_the_callers_after_as_many_as_the_primary_handler_would_follow()
    {
        _primary.Answer = (_, _) => Answer(302, "/again");

        using var response = await Get("http://orders/pay");

        Assert.Equal((HttpStatusCode.Found, 4), (response.StatusCode, _primary.Seen.Count));
    }

    private async Task<HttpResponseMessage> Get(string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        return await _http.SendAsync(request, default);
    }

    private static Task<HttpResponseMessage> Answer(int code, string? location = null, HttpRequestMessage? request = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)code) { RequestMessage = request };
        response.Headers.Location = location is null ? null : new Uri(location, UriKind.RelativeOrAbsolute);
        return Task.FromResult(response);
    }
}
