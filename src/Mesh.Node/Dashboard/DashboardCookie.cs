using System.Security.Cryptography;
using System.Text;

namespace Mesh.Node.Dashboard;

/// <summary>
/// The cookie that stands for a token which was given on the login page: a token for a time, sealed by this process alone, so that it
/// is of no use at another node or after a restart. Scripts do not see it, and other sites do not make the browser send it.
/// </summary>
internal sealed class DashboardCookie
{
    private const char Cut = '|';

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Null: there is none, or not one of this process.</summary>
    public string? SessionOf(HttpRequest request)
    {
        if (!request.Cookies.TryGetValue(NameOf(request), out var value))
            return null;
        var cut = value.LastIndexOf(Cut);
        if (cut < 0)
            return null;
        var session = value[..cut];
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value[(cut + 1)..]), Encoding.UTF8.GetBytes(Seal(session))) ? session : null;
    }

    public void Set(HttpContext http, string session) =>
        http.Response.Cookies.Append(NameOf(http.Request), $"{session}{Cut}{Seal(session)}", OptionsOf(http.Request));

    public void Clear(HttpContext http) => http.Response.Cookies.Delete(NameOf(http.Request), OptionsOf(http.Request));

    /// <summary>Several nodes of one machine are one site to a browser, whatever their ports.</summary>
    private static string NameOf(HttpRequest request) => $"mesh-ui-{request.Host.Port ?? 0}";

    private static CookieOptions OptionsOf(HttpRequest request) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        Path = DashboardDoor.Path,
        IsEssential = true,
    };

    private string Seal(string session) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(session)));
}
