using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Mesh.Node.Access;

/// <summary>
/// Who asks, by the tokens of the node, and whether they may: decided on every request that has an endpoint, by the metadata of the
/// endpoint. It evaluates the fallback policy: an endpoint that says nothing is refused, with tokens or without. What has no
/// endpoint goes on, to be told that there is nothing. A policy of another kind is never fulfilled.
/// </summary>
internal sealed class AccessEvaluator(
    CurrentPolicy tokens, SessionTokens sessions, SiteRule sites, StrangerConnections strangers, AccessAudit audit) : IPolicyEvaluator
{
    private static readonly Task<AuthenticateResult> Unknown = Task.FromResult(AuthenticateResult.Fail("the token is not known here"));
    private static readonly Task<AuthenticateResult> Anybody = Task.FromResult(AuthenticateResult.NoResult());
    private static readonly Task<PolicyAuthorizationResult> Succeeded = Task.FromResult(PolicyAuthorizationResult.Success());
    private static readonly Task<PolicyAuthorizationResult> Refused = Task.FromResult(PolicyAuthorizationResult.Forbid());

    /// <summary>What every endpoint asks for. Nothing but this evaluator fulfils it.</summary>
    public static AuthorizationPolicy Fallback { get; } = new([new Demanded()], []);

    public Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context)
    {
        var form = context.Form();
        var secret = form.SecretOf(context.Request);
        var caller = tokens.Value.CallerOf(secret, context.Connection.RemoteIpAddress);
        if (caller.Grant is null && form.TakesSessions)
            caller = caller with { Grant = sessions.GrantOf(secret!) };
        context.Features.Set(caller);
        if (caller.Grant is not { } grant)
            return Unknown;
        if (!caller.HasToken)
            return Anybody;
        strangers.Know(context);
        context.User = new ClaimsPrincipal(new AccessIdentity(grant));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(context.User, AccessIdentity.Scheme)));
    }

    public Task<PolicyAuthorizationResult> AuthorizeAsync(
        AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource)
    {
        if (policy.Requirements is not [Demanded])
            return Refused;
        var decision = Decide(context);
        if (decision.IsAllowed)
            return Succeeded;
        context.Features.Set(decision);
        return Refused;
    }

    private AccessDecision Decide(HttpContext http)
    {
        // What routing makes up itself, to answer that a method is not there, is no endpoint that was mapped.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
            return AccessDecision.Allowed;
        var needed = endpoint.Metadata.GetMetadata<AccessRequirement>();
        var decision = Decide(http, needed, out var demand);
        // What a message asks for is noted when the message is decided on.
        if (!decision.IsAllowed || needed is not { Resource: AccessResource.Public or AccessResource.Message })
            audit.Note(http.Caller(), http.Request, endpoint.RoutePattern.RawText, demand, decision);
        return decision;
    }

    private AccessDecision Decide(HttpContext http, AccessRequirement? needed, out AccessDemand? demand)
    {
        demand = null;
        if (needed is null)
            return AccessDecision.NotSaid;
        if (needed.Resource is AccessResource.Public)
            return AccessDecision.Allowed;
        if (sites.Refusal(SiteRequest.Of(http.Request), needed.WritesByGet) is { } foreign)
            return foreign;
        demand = AccessMapping.DemandOf(needed, http.Request.RouteValues, http.Request.Query);
        var decision = demand is { } one
            ? AccessDecision.Of(http.Caller(), one)
            : AccessDecision.Of(http.Caller(), []);
        // What anybody may do, it may do for as long as it likes.
        if (decision.IsAllowed)
            strangers.Know(http);
        return decision;
    }

    private sealed class Demanded : IAuthorizationRequirement;
}
