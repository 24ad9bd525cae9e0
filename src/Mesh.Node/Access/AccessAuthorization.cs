using Microsoft.AspNetCore.Authorization;

namespace Mesh.Node.Access;

/// <summary>
/// Decides on every request that has an endpoint, by the metadata of the endpoint. It is the fallback policy: an endpoint that
/// says nothing is refused, with tokens or without. What has no endpoint goes on, to be told that there is nothing.
/// </summary>
internal sealed class AccessAuthorization(SiteRule sites, AccessAudit audit) : AuthorizationHandler<AccessAuthorization>, IAuthorizationRequirement
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
        var decision = Decide(http, endpoint, out var demand);
        // What a message asks for is noted when the message is decided on.
        if (!decision.IsAllowed || endpoint.Metadata.GetMetadata<AccessRequirement>() is not { Resource: AccessResource.Public or AccessResource.Message })
        {
            var request = http.Request;
            audit.Note(
                http.Caller(), $"{request.Method} {request.Path}", $"{request.Method} {endpoint.RoutePattern.RawText}", demand, decision);
        }

        return decision;
    }

    private AccessDecision Decide(HttpContext http, RouteEndpoint endpoint, out AccessDemand? demand)
    {
        demand = null;
        if (endpoint.Metadata.GetMetadata<AccessRequirement>() is not { } needed)
            return AccessDecision.NotSaid;
        if (needed.Resource is AccessResource.Public)
            return AccessDecision.Allowed;
        if (sites.Refusal(SiteRequest.Of(http.Request), needed.WritesByGet) is { } foreign)
            return foreign;
        demand = AccessMapping.DemandOf(needed, http.Request.RouteValues, http.Request.Query);
        return demand is { } one
            ? AccessDecision.Of(http.Caller(), one)
            : AccessDecision.Of(http.Caller(), []);
    }
}
