using System.Net.Http.Json;
using System.Text;
using Mesh.Testing;
using Mesh.Testing.Processes;
using Microsoft.Playwright;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>Keys that clients of the doors and people at the page write and read, and doors and other meshes as the page shows them.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class KeyPageTests(ChromiumFixture chromium)
{
    private const string Reader = "reader-secret-0123456789a";

    [Fact]
    public async Task Key_written_elsewhere_shows_and_one_written_on_the_page_is_read_elsewhere()
    {
        await using var first = await NodeProcess.StartAsync("--etcd-json", "0");
        await using var second = await NodeProcess.StartAsync("--seed", first.Address, "--etcd-json", "0");
        await using var page = await chromium.OpenAsync(first.Http, "keys?prefix=app%2F");
        await page.SeesAsync("0 keys with this prefix");

        await Registered.KeyAsync(second, "app/<b>limits</b>", "10");
        await page.SeesAsync(page.Page.GetByRole(AriaRole.Link, new() { Name = "app/<b>limits</b>" }));

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Key", Exact = true }).FillAsync("app/theme");
        await page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Value", Exact = true }).FillAsync("dark");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Write it" }).ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Write app/theme?" });
        await page.SeesAsync(dialog.GetByText("The key is new; its value has 4 bytes."));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Write", Exact = true }).ClickAsync();
        await page.SeesAsync(dialog.GetByText("It is done"));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Eventually.EqualAsync("dark", () => ReadAsync(second, "app/theme"), "the key at the other node");

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "app/theme" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        dialog = page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Delete app/theme?" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.SeesAsync(dialog.GetByText("It is done"));
        await Eventually.EqualAsync("", () => ReadAsync(second, "app/theme"), "the key at the other node");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Token_sees_the_keys_that_it_may_read_at_the_etcd_door_and_is_offered_no_writing()
    {
        await using var node = await NodeProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Mesh__Access__Tokens__0__Name"] = "shop",
                ["Mesh__Access__Tokens__0__Secret"] = Reader,
                ["Mesh__Access__Tokens__0__Rules__0__Prefix"] = "shop",
                ["Mesh__Access__Tokens__0__Rules__0__Allow__0"] = "read",
            });
        await using var page = await chromium.OpenAsync(node.Http);
        await page.Page.GetByLabel("Token").FillAsync(Reader);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.SeesAsync(page.Heading("Overview"));

        await page.GoAsync("keys");
        await page.SeesAsync("No key with this prefix that you may see.");
        Assert.Equal(0, await page.Page.GetByRole(AriaRole.Button, new() { Name = "New key" }).CountAsync());
        await page.GoAsync("keys?prefix=%2Fservices%2Fshop-web%2F");
        await page.SeesAsync("0 keys with this prefix");
        await page.GoAsync("doors");
        await page.SeesAsync("Your token does not allow you to look at the node itself.");
        await page.GoAsync("federation");
        await page.SeesAsync("Your token does not allow you to look at the mesh itself.");
    }

    [Fact]
    public async Task Doors_are_listed_with_their_first_calls_and_what_they_counted()
    {
        await using var node = await NodeProcess.StartAsync("--etcd-json", "0", "--dns", "0");
        await using var page = await chromium.OpenAsync(node.Http, "doors");

        var native = page.Page.GetByRole(AriaRole.Region, new() { Name = "Native HTTP API" });
        await page.SeesAsync(native.GetByText($"curl http://127.0.0.1:{node.Ports.Http}/mesh/v1/services"));
        await page.SeesAsync(page.Page.GetByText($"dig @127.0.0.1 -p {node.Ports.Dns} SERVICE.service.consul SRV"));
        await page.SeesAsync(native.GetByText("answered"));
        var json = page.Page.GetByRole(AriaRole.Region, new() { Name = "etcd over JSON" });
        await Registered.KeyAsync(node, "a", "1");
        await page.SeesAsync(json.GetByText("1: 1 answered"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Node_that_does_not_federate_says_so()
    {
        await using var node = await NodeProcess.StartAsync();
        await using var page = await chromium.OpenAsync(node.Http, "federation");

        await page.SeesAsync("This mesh does not federate");
        await page.SeesAsync("this node is no gateway");
    }

    /// <summary>By the etcd door for JSON; empty: it is not there.</summary>
    private static async Task<string> ReadAsync(NodeProcess node, string key)
    {
        using var http = new HttpClient();
        using var reply = await http.PostAsJsonAsync(
            new Uri($"http://127.0.0.1:{node.Ports.EtcdJson}/v3/kv/range"), new { key = Convert.ToBase64String(Encoding.UTF8.GetBytes(key)) });
        using var body = System.Text.Json.JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return body.RootElement.TryGetProperty("kvs", out var found) && found.GetArrayLength() > 0
            ? Encoding.UTF8.GetString(found[0].GetProperty("value").GetBytesFromBase64())
            : "";
    }
}
