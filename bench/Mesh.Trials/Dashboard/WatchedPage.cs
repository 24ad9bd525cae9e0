using Microsoft.Playwright;

namespace Mesh.Trials.Dashboard;

/// <summary>A page whose times are taken in the browser itself, by what it draws.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private const float Limit = 60_000;

    /// <summary>Ends with the time at which an expression is true after something was drawn, by the clock that a page shares with this process.</summary>
    private const string Until = """
        (test => new Promise(done => {
          const look = () => { if (!new Function('return ' + test)()) return false; requestAnimationFrame(() => done(performance.timeOrigin + performance.now())); return true; };
          if (look()) return;
          const watch = new MutationObserver(() => { if (look()) watch.disconnect(); });
          watch.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
        }))
        """;

    private const string HasRows = "document.querySelector('main h1')?.textContent === 'Services' && document.querySelector('main tbody th a') !== null";

    private readonly IBrowserContext _context;
    private readonly IPage _page;

    private WatchedPage(IBrowserContext context, IPage page) => (_context, _page) = (context, page);

    public static async Task<WatchedPage> OpenAsync(IBrowser browser, Uri node)
    {
        // The page's policy lets no code in but its own files; what measures is not part of it.
        var context = await browser.NewContextAsync(new() { BaseURL = new Uri(node, "/ui/").ToString(), BypassCSP = true });
        context.SetDefaultTimeout(Limit);
        context.SetDefaultNavigationTimeout(Limit);
        return new(context, await context.NewPageAsync());
    }

    /// <summary>Opens an address anew; milliseconds until its heading, or the rows of the services, are there.</summary>
    public async Task<double> LoadAsync(string path)
    {
        var began = Now();
        await _page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        return await UntilAsync(path == "services" ? HasRows : "document.querySelector('main h1') !== null") - began;
    }

    /// <summary>From the click on the link to the services.</summary>
    public async Task<double> ClickAsync()
    {
        var seen = UntilAsync(HasRows);
        var began = Now();
        await _page.EvaluateAsync("document.querySelector('nav [data-key=\"s\"]').click()");
        return await seen - began;
    }

    public async Task GoAsync(string path, string sees)
    {
        await _page.GotoAsync(path);
        await UntilAsync(Shows(sees));
    }

    /// <summary>
    /// A text into the search at the page of the services: from each letter until all rows hold what was typed. Not all must do so before it.
    /// </summary>
    public async Task<IReadOnlyList<double>> TypeAsync(string text)
    {
        await LoadAsync("services");
        await _page.FocusAsync("[data-search]");
        var times = new List<double>();
        for (var i = 1; i <= text.Length; i++)
        {
            var seen = UntilAsync(
                $"(rows => rows.length > 0 && rows.every(r => r.textContent.includes('{text[..i]}')))([...document.querySelectorAll('main tbody th a')])");
            await _page.EvaluateAsync("window.pressed = 0; document.addEventListener('keydown', () => { window.pressed = performance.timeOrigin + performance.now(); }, { once: true, capture: true })");
            await _page.Keyboard.PressAsync(text[i - 1].ToString());
            times.Add(await seen - await _page.EvaluateAsync<double>("window.pressed"));
        }

        return times;
    }

    /// <summary>From the beginning of a change elsewhere until the page shows a text.</summary>
    public async Task<double> SeesAsync(string text, Func<Task> change)
    {
        var seen = UntilAsync(Shows(text));
        // So that the page watches before the change.
        await _page.EvaluateAsync("0");
        var began = Now();
        await change();
        return await seen - began;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static string Shows(string text) => $"document.querySelector('main')?.textContent.includes('{text}')";

    private static double Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    private Task<double> UntilAsync(string test) => _page.EvaluateAsync<double>(Until, test);
}
