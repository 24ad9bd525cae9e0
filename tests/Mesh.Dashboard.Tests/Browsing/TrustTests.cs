using System.Net;
using Mesh.Testing.Processes;
using Microsoft.Playwright;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>Who may see what, and what a page is kept from, whatever the registry holds.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class TrustTests(ChromiumFixture chromium)
{
    private const string Operator = "operator-secret-0123456789";
    private const string Shop = "shop-secret-0123456789abcd";

    private static readonly Dictionary<string, string> Tokens = new()
    {
        ["Mesh__Access__Tokens__0__Name"] = "ops",
        ["Mesh__Access__Tokens__0__Secret"] = Operator,
        ["Mesh__Access__Tokens__0__Rules__0__Prefix"] = "",
        ["Mesh__Access__Tokens__0__Rules__0__Allow__0"] = "read",
        ["Mesh__Access__Tokens__0__Rules__0__Allow__1"] = "register",
        ["Mesh__Access__Tokens__0__Rules__0__Allow__2"] = "operate",
        ["Mesh__Access__Tokens__1__Name"] = "shop",
        ["Mesh__Access__Tokens__1__Secret"] = Shop,
        ["Mesh__Access__Tokens__1__Rules__0__Prefix"] = "shop",
        ["Mesh__Access__Tokens__1__Rules__0__Allow__0"] = "read",
    };

    [Fact]
    public async Task Token_is_asked_for_refused_taken_and_given_back()
    {
        await using var node = await NodeProcess.StartAsync(Tokens);
        await Registered.AtAsync(node, "orders", "orders-1", token: Operator);
        await using var page = await chromium.OpenAsync(node.Http, "services");
        await page.SeesAsync("This node asks for a token");

        await LogInAsync(page, "a-secret-of-nobody-01234");
        await page.SeesAsync("No token of this node has this secret");
        await LogInAsync(page, Operator);
        await page.SeesAsync(page.Heading("Overview"));
        await page.SeesAsync("as ops");
        var cookie = Assert.Single(await page.Context.CookiesAsync(), c => c.Name.StartsWith("mesh-ui-", StringComparison.Ordinal));
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
        Assert.DoesNotContain(Operator, cookie.Value, StringComparison.Ordinal);

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await page.SeesAsync("This node asks for a token");
        await page.GoAsync("services");
        await page.SeesAsync("This node asks for a token");
    }

    [Fact]
    public async Task Page_shows_only_what_the_token_may_read_and_offers_no_orders()
    {
        await using var node = await NodeProcess.StartAsync(Tokens);
        await Registered.AtAsync(node, "orders", "orders-1", token: Operator);
        await Registered.AtAsync(node, "shop-web", "web-1", token: Operator);
        await using var page = await chromium.OpenAsync(node.Http);
        await LogInAsync(page, Shop);

        await page.GoAsync("services");
        await page.SeesAsync(page.Page.GetByRole(AriaRole.Link, new() { Name = "shop-web" }));
        Assert.Equal(0, await page.Page.GetByText("orders", new() { Exact = true }).CountAsync());
        await page.GoAsync("service/orders");
        await page.SeesAsync("Your token does not allow you to look at this service.");
        await page.GoAsync("topology");
        await page.SeesAsync("Your token does not allow you to look at the nodes.");
        await page.GoAsync("service/shop-web");
        await page.SeesAsync("1 of 1 instances are offered");
        Assert.Equal(0, await page.Page.GetByRole(AriaRole.Button, new() { Name = "Drain" }).CountAsync());
    }

    [Fact]
    public async Task Connection_of_a_page_is_refused_without_a_token_and_to_other_sites()
    {
        await using var node = await NodeProcess.StartAsync(Tokens);
        await using var open = await NodeProcess.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var withoutToken = await http.PostAsync(new Uri(node.Http, "/ui/_blazor/negotiate"), null);
        Assert.Equal(HttpStatusCode.Unauthorized, withoutToken.StatusCode);
        using var shell = await http.GetAsync(new Uri(node.Http, "/ui/services"));
        Assert.Equal(HttpStatusCode.Redirect, shell.StatusCode);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, new Uri(open.Http, "/ui/_blazor/negotiate")) { Headers = { { "Origin", "https://evil.example" } } };
        using var fromForeign = await http.SendAsync(foreign);
        Assert.Equal(HttpStatusCode.Forbidden, fromForeign.StatusCode);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, new Uri(open.Http, "/ui/")) { Headers = { Host = "rebound.example" } };
        using var fromRebound = await http.SendAsync(rebound);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, fromRebound.StatusCode);
    }

    [Fact]
    public async Task Login_without_the_form_of_the_page_is_refused()
    {
        await using var node = await NodeProcess.StartAsync(Tokens);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("token", Operator)]);

        using var reply = await http.PostAsync(new Uri(node.Http, "/ui/login"), form);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.DoesNotContain(reply.Headers, h => h.Key == "Set-Cookie" && h.Value.Any(v => v.StartsWith("mesh-ui-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Page_lets_no_other_script_in_and_stands_in_no_frame()
    {
        await using var node = await NodeProcess.StartAsync();
        using var http = new HttpClient();

        using var reply = await http.GetAsync(new Uri(node.Http, "/ui/"));

        var policy = Assert.Single(reply.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("DENY", Assert.Single(reply.Headers.GetValues("X-Frame-Options")));
    }

    [Fact]
    public async Task Markup_and_marks_of_direction_from_the_registry_are_text()
    {
        const string markup = "<img src=x onerror=alert(1)>";
        await using var node = await NodeProcess.StartAsync();
        await Registered.AtAsync(node, "orders", markup + "\u202egnp", new
        {
            host = "10.0.0.1",
            port = 80,
            version = "<script>alert(2)</script>",
            zone = "\u202ezone",
            tags = new[] { "<b>bold</b>" },
            metadata = new Dictionary<string, string> { ["<i>key</i>"] = "javascript:alert(3)" },
        });
        await using var page = await chromium.OpenAsync(node.Http, "service/orders");
        await page.SeesAsync("1 of 1 instances are offered");
        await page.Page.GetByText("record").First.ClickAsync();

        await page.SeesAsync(page.Page.GetByRole(AriaRole.Link, new() { Name = $"{markup}\\u202egnp" }));
        await page.SeesAsync("<script>alert(2)</script>");
        await page.SeesAsync("<b>bold</b>");
        Assert.Equal(0, await page.Page.Locator("main img, main script, main b:text-is('bold'), main i").CountAsync());
        await page.Page.GetByRole(AriaRole.Link, new() { Name = markup }).ClickAsync();
        await page.SeesAsync("it was registered");
        await page.GoAsync("services?q=%3Cimg%20src%3Dx%20onerror%3Dalert(4)%3E");
        await page.SeesAsync("No service is like that.");
        Assert.Empty(page.Complaints);
    }

    private static async Task LogInAsync(OpenPage page, string secret)
    {
        await page.Page.GetByLabel("Token").FillAsync(secret);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
    }
}
