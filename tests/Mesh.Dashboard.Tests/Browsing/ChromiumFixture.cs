using Mesh.Testing;
using Microsoft.Playwright;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>One browser for all tests of pages; each page has a context of its own, as a person of its own.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Timeout = (float)Patience.Limit.TotalMilliseconds,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server", "--disable-background-networking"],
        });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    internal async Task<OpenPage> OpenAsync(Uri node, string path = "", bool isDark = false, int width = 1_280)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = new Uri(node, "/ui/").ToString(),
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = 800 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        context.SetDefaultNavigationTimeout((float)Patience.Limit.TotalMilliseconds);
        var page = new OpenPage(context, await context.NewPageAsync());
        await page.GoAsync(path);
        return page;
    }
}
