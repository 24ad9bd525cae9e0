using Mesh.Node.Access;
using Microsoft.AspNetCore.Http;

namespace Mesh.Node.Tests.Access;

public sealed class SiteRuleTests
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64)";
    private const string Own = "127.0.0.1:8500";

    private static readonly SiteRule Rule = new(["node-7", "::1", "*.mesh.example", "10.1.2.3"], ["https://board.example"]);

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("localhost.", true)]
    [InlineData("mesh.localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("192.0.2.7", true)]
    [InlineData("Node-7", true)]
    [InlineData("a.mesh.example", true)]
    [InlineData("a.b.mesh.example", true)]
    [InlineData("", true)]
    [InlineData("mesh.example", false)]
    [InlineData("amesh.example", false)]
    [InlineData("other.example", false)]
    [InlineData("localhost.other.example", false)]
    [InlineData("127.0.0.1.other.example", false)]
    [InlineData("node-7.other.example", false)]
    public void Host_is_a_name_of_the_node_or_an_address(string host, bool expected) => Assert.Equal(expected, Rule.AllowsHost(host));

    [Fact]
    public void Star_takes_any_host() => Assert.True(new SiteRule(["*"], []).AllowsHost("other.example"));

    /// <summary>What programs send: they name no site.</summary>
    [Theory]
    [InlineData("GET", null)]
    [InlineData("PUT", null)]
    [InlineData("PUT", "application/x-www-form-urlencoded")]
    [InlineData("POST", null)]
    [InlineData("POST", "text/plain")]
    [InlineData("POST", "application/x-www-form-urlencoded")]
    [InlineData("POST", "application/grpc")]
    [InlineData("DELETE", null)]
    public void Programs_are_let_through(string method, string? contentType) =>
        Assert.Null(Rule.Refusal(new SiteRequest(method, Own, null, null, contentType, false), writesByGet: false));

    [Theory]
    [InlineData("http://127.0.0.1:8500", null, true)]
    [InlineData("http://LOCALHOST:8500", null, false)]
    [InlineData("http://127.0.0.1:8501", null, false)]
    [InlineData("http://127.0.0.1", null, false)]
    [InlineData("http://other.example", null, false)]
    [InlineData("http://127.0.0.1:8500.other.example", null, false)]
    [InlineData("null", null, false)]
    [InlineData("", null, false)]
    [InlineData("http://127.0.0.1:8500,http://other.example", null, false)]
    [InlineData("https://board.example", null, true)]
    [InlineData("https://board.example", "cross-site", true)]
    [InlineData("http://board.example", "cross-site", false)]
    [InlineData(null, "none", true)]
    [InlineData(null, "same-origin", true)]
    [InlineData("https://proxy.example", "same-origin", true)]
    [InlineData(null, "same-site", false)]
    [InlineData(null, "cross-site", false)]
    [InlineData(null, "", false)]
    [InlineData("http://127.0.0.1:8500", "cross-site", false)]
    public void Page_of_another_site_is_refused(string? origin, string? fetchSite, bool expected)
    {
        foreach (var method in new[] { "GET", "PUT", "POST", "DELETE" })
        {
            var refusal = Rule.Refusal(new SiteRequest(method, Own, origin, fetchSite, "application/json", true), writesByGet: false);
            Assert.Equal(expected, refusal is null);
        }
    }

    [Theory]
    [InlineData("text/plain", false)]
    [InlineData("text/plain; charset=application/json", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("multipart/form-data; boundary=x", false)]
    [InlineData(null, false)]
    [InlineData("application/json", true)]
    [InlineData("application/json; charset=utf-8", true)]
    public void Browser_that_names_no_site_posts_json_alone(string? contentType, bool expected) => Assert.Equal(
        expected, Rule.Refusal(new SiteRequest("POST", Own, null, null, contentType, true), writesByGet: false) is null);

    [Theory]
    [InlineData(null, null, false, true)]
    [InlineData(null, null, true, false)]
    [InlineData(null, "none", false, false)]
    [InlineData(null, "same-origin", true, false)]
    [InlineData("http://127.0.0.1:8500", null, false, false)]
    public void Browser_writes_nothing_by_get(string? origin, string? fetchSite, bool isBrowser, bool expected) => Assert.Equal(
        expected, Rule.Refusal(new SiteRequest("GET", Own, origin, fetchSite, null, isBrowser), writesByGet: true) is null);

    [Fact]
    public void Browser_is_known_by_what_it_calls_itself()
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.UserAgent = Browser;
        http.Request.Headers.Host = Own;
        http.Request.Headers["Sec-Fetch-Site"] = "none";

        var request = SiteRequest.Of(http.Request);

        Assert.Equal((true, Own, "none", (string?)null), (request.IsBrowser, request.Host, request.FetchSite, request.Origin));
    }
}
