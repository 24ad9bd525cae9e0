using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;

namespace Mesh.Node.Access;

/// <summary>The native API: a bearer token (RFC 6750), problem details; 401 without a known token, 403 when it does not allow it.</summary>
internal sealed class NativeForm : IDoorForm
{
    public static readonly NativeForm Instance = new();

    private const string Scheme = "Bearer ";

    public string? SecretOf(HttpRequest request) => BearerOf(request);

    public Task RefuseAsync(HttpContext http, AccessDecision decision)
    {
        var status = decision.Verdict switch
        {
            AccessVerdict.UnknownToken or AccessVerdict.NoToken => StatusCodes.Status401Unauthorized,
            AccessVerdict.TooMany => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status403Forbidden,
        };
        if (status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        var detail = decision.Verdict is AccessVerdict.NoToken ? "a token is needed: Authorization: Bearer TOKEN" : decision.Reason;
        return ApiAnswer.WriteAsync(http, ApiProblems.Denied(status, detail));
    }

    public Task NotServingAsync(HttpContext http, string reason) => ApiAnswer.WriteAsync(http, ApiProblems.NotNow(reason));

    /// <summary>The token of the header Authorization; null: there is none.</summary>
    public static string? BearerOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header, ..] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;
}
