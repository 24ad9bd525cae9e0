using Mesh.Testing.Processes;
using Microsoft.Playwright;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>The pages of a real node in a real browser.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class PageTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task Service_is_found_by_search_and_leads_to_the_story_of_an_instance()
    {
        await using var node = await NodeProcess.StartAsync();
        await Registered.AtAsync(node, "orders", "orders-1");
        await Registered.AtAsync(node, "orders", "orders-2", new { host = "10.0.0.2", port = 80, weight = 3 });
        await Registered.AtAsync(node, "stock", "stock-1");
        await using var page = await chromium.OpenAsync(node.Http);

        await page.SeesAsync(page.Heading("Overview"));
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Services", Exact = true }).ClickAsync();
        await page.SeesAsync("2 of 2 services");
        await page.Page.GetByLabel("Search").FillAsync("ord");
        await page.SeesAsync("1 of 2 services");
        Assert.Contains("q=ord", page.Page.Url, StringComparison.Ordinal);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "orders", Exact = true }).ClickAsync();
        await page.SeesAsync("2 of 2 instances are offered");
        await page.SeesAsync("75 %");
        await page.Page.GetByLabel("Key", new() { Exact = true }).FillAsync("customer-7");
        await page.SeesAsync("every node with this view sends the key to the same instance");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "orders-1" }).First.ClickAsync();
        await page.SeesAsync("it was registered");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Instance_that_is_registered_shows_on_an_open_page()
    {
        await using var node = await NodeProcess.StartAsync();
        await using var page = await chromium.OpenAsync(node.Http, "services");
        await page.SeesAsync("0 of 0 services");

        await Registered.AtAsync(node, "orders", "orders-1");

        await page.SeesAsync("1 of 1 services");
        await page.SeesAsync(page.Page.GetByRole(AriaRole.Link, new() { Name = "orders", Exact = true }));
    }
}
