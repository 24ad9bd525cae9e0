using Mesh.Catalog;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;

namespace Mesh.Node.Access;

/// <summary>
/// Lets a request of the native API through to its endpoint when its bearer token (RFC 6750) allows what the endpoint
/// demands. 401 without a known token, 403 when it does not allow it.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next, AccessPolicy policy)
{
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext http)
    {
        if (policy.IsOpen || http.GetEndpoint()?.Metadata.GetMetadata<AccessRequirement>() is not { } demand)
            return next(http);
        var secret = SecretOf(http.Request);
        if (policy.GrantOf(secret) is not { } grant)
            return RefuseAsync(http, StatusCodes.Status401Unauthorized, "the token is not known here");
        var service = http.Request.RouteValues.GetValueOrDefault("service") as string ?? (string?)http.Request.Query["service"];
        if (grant.Allows(demand.Action, service) || (IsFiltered(http) && grant.AllowsSome(demand.Action)))
        {
            http.Features.Set(grant);
            return next(http);
        }

        return secret is null
            ? RefuseAsync(http, StatusCodes.Status401Unauthorized, "a token is needed: Authorization: Bearer TOKEN")
            : RefuseAsync(http, StatusCodes.Status403Forbidden, Denied(grant, demand.Action, service));
    }

    public static string Denied(AccessGrant grant, AccessAction action, string? service) =>
        $"token '{grant.Name}' does not allow {action.ToString().ToLowerInvariant()} of "
        + (string.IsNullOrEmpty(service) ? "all services" : ShortText.Of(service));

    private static string? SecretOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header, ..] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    /// <summary>The endpoint itself leaves out what the caller may not see.</summary>
    private static bool IsFiltered(HttpContext http) => http.GetEndpoint()!.Metadata.GetMetadata<AccessFiltered>() is not null;

    private static Task RefuseAsync(HttpContext http, int status, string detail)
    {
        if (status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        return ApiAnswer.WriteAsync(http, ApiProblems.Denied(status, detail));
    }
}
