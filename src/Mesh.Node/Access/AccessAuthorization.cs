using Microsoft.AspNetCore.Authorization;

namespace Mesh.Node.Access;

/// <summary>
/// Decides on every request that has an endpoint, by the metadata of the endpoint. It is the fallback policy: an endpoint that
/// says nothing is refused, with tokens or without. What has no endpoint goes on, to be told that there is nothing.
/// </summary>
internal sealed class AccessAuthorization(SiteRule sites) : AuthorizationHandler<AccessAuthorization>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessAuthorization requirement)
    {
        if (context.Resource is not HttpContext http)
            return Task.CompletedTask;
        var decision = Decide(http);
        if (decision.IsAllowed)
            context.Succeed(requirement);
        else
            http.Features.Set(decision);
        return Task.CompletedTask;
    }

    private AccessDecision Decide(HttpContext http)
    {
        // What routing makes up itself, to answer that a method is not there, is no endpoint that was mapped.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
            return AccessDecision.Allowed;
        if (endpoint.Metadata.GetMetadata<AccessRequirement>() is not { } needed)
            return AccessDecision.NotSaid;
        if (needed.Resource is AccessResource.Public)
            return AccessDecision.Allowed;
        if (sites.Refusal(SiteRequest.Of(http.Request), needed.WritesByGet) is { } foreign)
            return foreign;
        return AccessMapping.DemandOf(needed, http.Request.RouteValues, http.Request.Query) is { } demand
            ? AccessDecision.Of(http.Caller(), demand)
            : AccessDecision.Of(http.Caller(), []);
    }
}
