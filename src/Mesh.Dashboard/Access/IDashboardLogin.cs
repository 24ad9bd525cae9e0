using Microsoft.AspNetCore.Http;

namespace Mesh.Dashboard.Access;

/// <summary>
/// Lets people log in by a token on a page of the dashboard. Without one among the services there is no such page: the application
/// knows its users by means of its own.
/// </summary>
public interface IDashboardLogin
{
    /// <summary>Is a token asked for at all?</summary>
    bool IsOn { get; }

    /// <summary>May the sender of this request see anything without logging in?</summary>
    bool HasEntry(HttpContext http);

    /// <summary>Takes the token of the login page; false: it is none, and nothing was changed.</summary>
    bool TryLogIn(HttpContext http, string token);

    void LogOut(HttpContext http);
}
