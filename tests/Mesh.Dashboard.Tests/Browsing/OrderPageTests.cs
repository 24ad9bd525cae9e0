using Mesh.Testing;
using Mesh.Testing.Processes;
using Microsoft.Playwright;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>What happens elsewhere shows on an open page, and what is ordered on a page happens elsewhere.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class OrderPageTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task Node_that_is_killed_shows_on_an_open_page()
    {
        await using var first = await NodeProcess.StartAsync();
        await using var second = await NodeProcess.StartAsync("--seed", first.Address);
        await Registered.AtAsync(second, "orders", "orders-2");
        await using var page = await chromium.OpenAsync(first.Http, "service/orders");
        await page.SeesAsync("1 of 1 instances are offered");
        await page.SeesAsync(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "orders-2" }).GetByText("confirmed"));

        second.Kill();

        // Suspect, unreachable, and gone in the end; whichever is seen first.
        await page.SeesAsync(page.Page.Locator("tbody tr", new() { HasText = "suspect" })
            .Or(page.Page.Locator("tbody tr", new() { HasText = "unreachable" })).Or(page.Page.GetByText("no instances")));
    }

    [Fact]
    public async Task Drain_from_the_page_says_who_confirmed_and_is_ended_from_there()
    {
        await using var first = await NodeProcess.StartAsync();
        await using var second = await NodeProcess.StartAsync("--seed", first.Address);
        await Registered.AtAsync(second, "orders", "orders-1");
        await Registered.AtAsync(second, "orders", "orders-2");
        await using var page = await chromium.OpenAsync(first.Http, "service/orders");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Drain orders-1" }).ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Drain orders/orders-1?" });
        await page.SeesAsync(dialog.GetByText("It gets 50 % of the calls of orders now"));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Drain", Exact = true }).ClickAsync();
        await page.SeesAsync(dialog.GetByText("All 2 nodes have confirmed"));
        await page.SeesAsync(dialog.GetByText($"{first.Address} confirmed"));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        using var api = new NodeApi(second.Http);
        await Eventually.EqualAsync(["orders-2"], () => api.InRotationAsync("orders"), "in rotation at the other node");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "End the drain of orders-1" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "End the drain" }).ClickAsync();
        await page.SeesAsync(page.Page.GetByRole(AriaRole.Dialog).GetByText("It is done."));
        await Eventually.EqualAsync(["orders-1", "orders-2"], () => api.InRotationAsync("orders"), "in rotation at the other node");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Share_that_is_set_on_the_page_is_obeyed_by_another_node()
    {
        await using var first = await NodeProcess.StartAsync();
        await using var second = await NodeProcess.StartAsync("--seed", first.Address);
        await Registered.AtAsync(first, "orders", "old", new { host = "10.0.0.1", port = 80, version = "1" });
        await Registered.AtAsync(first, "orders", "new", new { host = "10.0.0.2", port = 80, version = "2" });
        await using var page = await chromium.OpenAsync(first.Http, "service/orders");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.Page.GetByLabel("Shares").FillAsync("version=2 100");
        await page.SeesAsync(page.Page.Locator(".preview").GetByText("100 %"));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Set it" }).ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await page.SeesAsync(dialog.GetByText("50 % of the calls go to another instance"));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Set the policy" }).ClickAsync();
        await page.SeesAsync(dialog.GetByText("The policy is set."));

        using var http = new HttpClient { BaseAddress = second.Http };
        await Eventually.IsAsync(
            async () => (await http.GetStringAsync("/mesh/v1/services/orders/policy")).Contains("version=2", StringComparison.Ordinal),
            () => "the other node has another policy");
        Assert.Contains("\"new\"", await http.GetStringAsync("/mesh/v1/services/orders/pick"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_says_that_its_node_is_gone_and_goes_on_when_it_is_back()
    {
        var http = $"{FreePorts.Take()}";
        var node = await NodeProcess.StartAsync("--http", http);
        await using var page = await chromium.OpenAsync(node.Http, "services");
        await page.SeesAsync("0 of 0 services");

        await node.DisposeAsync();
        await page.SeesAsync("The node of this page does not answer");
        await using var again = await NodeProcess.StartAsync("--http", http);
        await Registered.AtAsync(again, "orders", "orders-1");

        await page.SeesAsync("1 of 1 services");
        await Assertions.Expect(page.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync(new() { Timeout = (float)Patience.Limit.TotalMilliseconds });
    }

    [Fact]
    public async Task Page_whose_node_is_gone_names_another_one_where_it_goes_on()
    {
        await using var first = await NodeProcess.StartAsync();
        await using var second = await NodeProcess.StartAsync("--seed", first.Address, "--name", "second");
        await Registered.AtAsync(second, "orders", "orders-1");
        await using var page = await chromium.OpenAsync(first.Http, "services?q=ord");
        await page.SeesAsync("1 of 1 services");
        await Assertions.Expect(page.Page.Locator("#other-nodes a")).ToHaveCountAsync(1, new() { Timeout = (float)Patience.Limit.TotalMilliseconds });

        first.Kill();
        var dialog = page.Page.Locator("#components-reconnect-modal");
        await page.SeesAsync(dialog.GetByText("Go on at another node:"));
        await dialog.GetByRole(AriaRole.Link, new() { Name = "second" }).ClickAsync();

        await page.SeesAsync("1 of 1 services");
        Assert.Equal(new Uri(second.Http, "/ui/services?q=ord").ToString(), page.Page.Url);
    }

    [Fact]
    public async Task Dialog_is_closed_by_escape_and_nothing_was_ordered()
    {
        await using var node = await NodeProcess.StartAsync();
        await Registered.AtAsync(node, "orders", "orders-1");
        await using var page = await chromium.OpenAsync(node.Http, "service/orders");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Drain orders-1" }).ClickAsync();
        await page.SeesAsync("callers will find none");

        await page.Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.Page.Locator("dialog[data-modal]")).ToHaveCountAsync(0, new() { Timeout = (float)Patience.Limit.TotalMilliseconds });
        using var api = new NodeApi(node.Http);
        Assert.Equal(["orders-1"], await api.InRotationAsync("orders"));
    }
}
