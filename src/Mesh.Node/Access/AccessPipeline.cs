using Mesh.Client;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Access;

/// <summary>Where it is decided, for all doors over HTTP, who may go on: before any endpoint, and after routing has found it.</summary>
internal static class AccessPipeline
{
    private const string HostsUsed = "Mesh.Node.Hosts";
    private const string AccessUsed = "Mesh.Node.Access";

    public static void AddServices(IServiceCollection services)
    {
        services.AddMeshOptions<AccessOptions>();
        services.AddSingleton(s => new CurrentPolicy(AccessPolicy.From(s.GetRequiredService<IOptions<AccessOptions>>().Value)));
        services.AddSingleton<SessionTokens>().AddSingleton<StrangerConnections>().AddSingleton<PresentGrant>().AddSingleton<OpenRequests>().AddSingleton<AccessAudit>();
        services.AddSingleton(s => SiteSetup.RuleOf(
            s.GetRequiredService<IOptions<AccessOptions>>().Value,
            s.GetRequiredService<IOptions<MeshClientOptions>>().Value,
            s.GetServices<OwnNames>()));
        services.TryAddSingleton<ServingSpan>();
        services.AddSingleton<Serving>();
        services.AddSingleton<IPolicyEvaluator, AccessEvaluator>();
        services.AddAuthorization(static o => o.FallbackPolicy = AccessEvaluator.Fallback);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResult>();
    }

    /// <summary>The first thing of all; a second call changes nothing.</summary>
    public static void UseHosts(WebApplication app)
    {
        if (IsFirst(app, HostsUsed))
            app.UseMiddleware<HostGuard>();
    }

    /// <summary>Before anything that acts on an endpoint; a second call changes nothing.</summary>
    public static void Use(WebApplication app)
    {
        UseHosts(app);
        if (!IsFirst(app, AccessUsed))
            return;
        app.UseRouting();
        app.UseAuthorization();
        var open = app.Services.GetRequiredService<OpenRequests>();
        app.Use(next => http => open.InvokeAsync(http, next));
        var serving = app.Services.GetRequiredService<Serving>();
        app.Use(next => http => serving.InvokeAsync(http, next));
    }

    private static bool IsFirst(IApplicationBuilder app, string key) => app.Properties.TryAdd(key, true);
}
