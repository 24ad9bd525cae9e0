using Mesh.Dashboard.Access;
using Mesh.Dashboard.Components;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mesh.Dashboard.Hosting;

/// <summary>What a browser is given before its page is filled: the shell, or the page that asks for a token.</summary>
/// <param name="Pattern">Where the dashboard is mounted: "/mesh", or empty for the root.</param>
internal sealed record DashboardPages(string Pattern)
{
    private const int MostForm = 16 * 1_024;
    private const string TokenField = "token";

    public Task ShellAsync(HttpContext http, IDashboardLogin? login = null)
    {
        PageHeaders.Set(http.Response);
        if (login is { IsOn: true } && !login.HasEntry(http))
        {
            http.Response.Redirect(Base(http) + "login");
            return Task.CompletedTask;
        }

        return new RazorComponentResult<Shell>(new Dictionary<string, object?>
        {
            [nameof(Shell.Base)] = Base(http),
            [nameof(Shell.HasLogin)] = login is { IsOn: true },
            [nameof(Shell.LogOutToken)] = login is { IsOn: true } ? TokensOf(http) : null,
        }).ExecuteAsync(http);
    }

    public Task LoginAsync(HttpContext http) => LoginAsync(http, "");

    public async Task LogInAsync(HttpContext http, IDashboardLogin login, IAntiforgery antiforgery)
    {
        if (await FormAsync(http, antiforgery) is not { } form)
            await LoginAsync(http, "The page was too old, or its form was not sent by it. Try again.");
        else if (login.TryLogIn(http, form[TokenField].ToString().Trim()))
            Go(http, "");
        else
            await LoginAsync(http, "No token of this node has this secret, or it allows nothing that is shown here.", StatusCodes.Status401Unauthorized);
    }

    public async Task LogOutAsync(HttpContext http, IDashboardLogin login, IAntiforgery antiforgery)
    {
        if (await FormAsync(http, antiforgery) is not null)
            login.LogOut(http);
        Go(http, "login");
    }

    private static async Task<IFormCollection?> FormAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentLength is null or > MostForm)
            return null;
        return await antiforgery.IsRequestValidAsync(http) ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
    }

    private async Task LoginAsync(HttpContext http, string fault, int status = StatusCodes.Status200OK)
    {
        PageHeaders.Set(http.Response);
        http.Response.StatusCode = fault.Length > 0 && status == StatusCodes.Status200OK ? StatusCodes.Status400BadRequest : status;
        await new RazorComponentResult<Login>(new Dictionary<string, object?>
        {
            [nameof(Login.Base)] = Base(http),
            [nameof(Login.Fault)] = fault,
            [nameof(Login.Token)] = TokensOf(http),
        }).ExecuteAsync(http);
    }

    /// <summary>After a form: the page is asked for, not sent again.</summary>
    private void Go(HttpContext http, string to)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = Base(http) + to;
    }

    private string Base(HttpContext http) => $"{http.Request.PathBase}{Pattern}/";

    private static string TokensOf(HttpContext http)
    {
        var antiforgery = (IAntiforgery)http.RequestServices.GetService(typeof(IAntiforgery))!;
        return antiforgery.GetAndStoreTokens(http).RequestToken!;
    }
}
