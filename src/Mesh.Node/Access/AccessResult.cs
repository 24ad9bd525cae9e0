using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Mesh.Node.Access;

/// <summary>Lets a request go on, or refuses it in the form of its door.</summary>
internal sealed class AccessResult : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded
            ? next(context)
            : context.Form().RefuseAsync(context, context.Features.Get<AccessDecision>() ?? AccessDecision.NotSaid);
}
