using System.Collections.Concurrent;
using Mesh.Testing;
using Microsoft.Playwright;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>A page of the dashboard in a browser. What the browser complains of is kept.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public OpenPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, said) =>
        {
            if (said.Type is "error")
                Complaints.Enqueue(said.Text);
        };
        page.PageError += (_, fault) => Complaints.Enqueue(fault);
        page.Dialog += (_, dialog) =>
        {
            Complaints.Enqueue($"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>Errors on the console, of scripts and of the policy of the page.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public Task GoAsync(string path) => Page.GotoAsync(path);

    public ILocator Heading(string text) => Page.GetByRole(AriaRole.Heading, new() { Name = text, Exact = false, Level = 1 });

    /// <summary>Waits until something is seen.</summary>
    public async Task SeesAsync(ILocator what)
    {
        try
        {
            await Assertions.Expect(what.First).ToBeVisibleAsync(new() { Timeout = (float)Patience.Limit.TotalMilliseconds });
        }
        catch (PlaywrightException missing)
        {
            throw new InvalidOperationException(
                $"{missing.Message}\nThe page at {Page.Url} says:\n{await Page.Locator("body").InnerTextAsync()}\nThe browser says:\n{string.Join('\n', Complaints)}");
        }
    }

    public Task SeesAsync(string text) => SeesAsync(Page.GetByText(text));

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
