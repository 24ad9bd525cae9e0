using Mesh.Testing;
using Microsoft.Playwright;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>One browser for all tests of pages; each page has a context of its own, as a person of its own.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public Task InitializeAsync() => LaunchAsync(Program);

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>A browser of its own in a network namespace.</summary>
    internal static async Task<ChromiumAt> LaunchInAsync(string network)
    {
        var script = Path.Combine(Directory.CreateTempSubdirectory("mesh-chromium-").FullName, "chromium");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec ip netns exec {network} {Program} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var chromium = new ChromiumFixture();
        await chromium.LaunchAsync(script);
        return new ChromiumAt(chromium, script);
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

    private async Task LaunchAsync(string program)
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Timeout = (float)Patience.Limit.TotalMilliseconds,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server", "--disable-background-networking"],
        });
    }

    /// <summary>Ends the browser and removes what it was started by.</summary>
    internal sealed record ChromiumAt(ChromiumFixture Chromium, string Script) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Chromium.DisposeAsync();
            Directory.Delete(Path.GetDirectoryName(Script)!, recursive: true);
        }
    }
}
