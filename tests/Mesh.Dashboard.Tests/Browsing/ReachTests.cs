using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Mesh.Testing;
using Mesh.Testing.Processes;
using Microsoft.Playwright;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>Pages for who uses no mouse, sees no colours, has them read, or has a small screen. Takes the pictures of docs/dashboard.md.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class ReachTests(ChromiumFixture chromium)
{
    private static readonly (string Path, string Sees, string Picture)[] Pages =
    [
        ("", "Nodes", "overview"),
        ("services", "3 of 3 services", "services"),
        ("service/orders?key=customer-7", "every node with this view", "service"),
        ("story?service=orders&id=orders-1", "it was registered", "story"),
        ("topology", "no zone", "topology"),
        ("changes", "newest first", "changes"),
        ("keys?prefix=app%2F&key=app%2Flimits", "2 keys with this prefix", "keys"),
        ("federation", "Overlay between meshes", "federation"),
        ("doors", "Links to the other nodes", "doors"),
    ];

    private static bool TakesPictures => Environment.GetEnvironmentVariable("MESH_WRITE_PICTURES") == "1";

    [Theory]
    [InlineData(false, 1_280)]
    [InlineData(true, 1_280)]
    [InlineData(false, 390)]
    public async Task No_page_has_a_serious_fault_for_who_uses_it_otherwise(bool isDark, int width)
    {
        await using var node = await NodeProcess.StartAsync("--name", "berlin-1", "--etcd-json", "0");
        await FillAsync(node);
        await using var page = await chromium.OpenAsync(node.Http, "", isDark, width);
        foreach (var (path, sees, picture) in Pages)
        {
            await page.GoAsync(path);
            await page.SeesAsync(sees);
            var found = await page.Page.RunAxe();
            Assert.NotEmpty(found.Passes);
            Assert.All(
                found.Violations.Where(v => v.Impact is "serious" or "critical"),
                v => Assert.Fail($"/{path}: {v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Select(n => n.Html))}"));
            var sideways = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(sideways <= 0, $"/{path} is {sideways} pixels too wide for {width}");
            if (TakesPictures && width > 1_000 && isDark == (picture is "topology"))
                await page.Page.ScreenshotAsync(new() { Path = SourceTree.PathOf("docs", "dashboard", $"{picture}.png") });
        }

        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Story_of_an_instance_is_reached_by_keys_alone()
    {
        await using var node = await NodeProcess.StartAsync("--etcd-json", "0");
        await FillAsync(node);
        await using var page = await chromium.OpenAsync(node.Http);
        await page.SeesAsync(page.Heading("Overview"));
        var keys = page.Page.Keyboard;

        await keys.PressAsync("?");
        await page.SeesAsync(page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" }));
        await keys.PressAsync("Escape");
        await keys.PressAsync("g");
        await keys.PressAsync("s");
        await page.SeesAsync("3 of 3 services");
        await keys.PressAsync("/");
        await keys.TypeAsync("orders");
        await page.SeesAsync("1 of 3 services");
        await TabToAsync(page, "orders");
        await keys.PressAsync("Enter");
        await page.SeesAsync("instances are offered");
        await TabToAsync(page, "orders-1");
        await keys.PressAsync("Enter");
        await page.SeesAsync("it was registered");
    }

    [Fact]
    public async Task Who_types_before_the_connection_has_said_where_the_focus_goes_types_on()
    {
        await using var node = await NodeProcess.StartAsync();
        await Registered.AtAsync(node, "orders", "orders-1");
        await Registered.AtAsync(node, "stock", "stock-1");
        await using var page = await chromium.OpenAsync(node.Http);
        var focus = new HeldMessages("focusBySelector");
        await focus.OnAsync(page.Page);
        await page.GoAsync("");
        await page.SeesAsync(page.Heading("Overview"));
        var keys = page.Page.Keyboard;

        await keys.PressAsync("g");
        await keys.PressAsync("s");
        await page.SeesAsync("2 of 2 services");
        await keys.PressAsync("/");
        await Eventually.IsAsync(() => focus.Count > 1, "no more than one is held back");
        focus.LetGo();
        await keys.TypeAsync("ord", new() { Delay = 100 });

        await page.SeesAsync("1 of 2 services");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Who_goes_to_another_page_is_at_its_heading()
    {
        await using var node = await NodeProcess.StartAsync();
        await using var page = await chromium.OpenAsync(node.Http);
        await page.SeesAsync(page.Heading("Overview"));

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Services", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Heading("Services")).ToBeFocusedAsync(new() { Timeout = (float)Patience.Limit.TotalMilliseconds });
    }

    private static async Task TabToAsync(OpenPage page, string link)
    {
        // The rows of a table are drawn after its count has been.
        await page.SeesAsync(page.Page.Locator("a").Filter(new() { HasTextRegex = new Regex($"^\\s*{Regex.Escape(link)}\\s*$") }).First);
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await page.Page.EvaluateAsync<string>("document.activeElement?.tagName === 'A' ? document.activeElement.textContent.trim() : ''") == link)
                return;
        }

        Assert.Fail($"no way by Tab to the link {link}");
    }

    private static async Task FillAsync(NodeProcess node)
    {
        for (var i = 1; i <= 4; i++)
        {
            await Registered.AtAsync(
                node, "orders", $"orders-{i}", new { host = $"10.0.0.{i}", port = 8080, weight = i, version = i < 4 ? "1.9" : "2.0", zone = i % 2 == 0 ? "a" : "b" });
        }

        await Registered.KeyAsync(node, "app/limits", "{ \"orders\": 10 }");
        await Registered.KeyAsync(node, "app/theme", "dark");
        await Registered.AtAsync(node, "stock", "stock-1");
        await Registered.AtAsync(node, "payments", "payments-1");
        using var api = new NodeApi(node.Http);
        await Eventually.EqualAsync(["payments-1"], () => api.InRotationAsync("payments"), "in rotation");
    }
}
