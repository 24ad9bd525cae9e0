using System.Text.Json;
using Mesh.Catalog;
using Mesh.Node.Access;
using Mesh.Node.Consul.Json;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Metrics;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// The endpoints of an agent, and those that write the catalogue. Old clients send GET where PUT is meant, which is 405 unless an
/// option allows it; any other method is answered 405 by the routing.
/// </summary>
internal static class AgentEndpoints
{
    private static readonly string[] Put = ["PUT"];
    private static readonly string[] PutOrGet = ["PUT", "GET"];
    private static readonly AccessRequirement OldWrite = AgentRights.Opening(AccessAction.Register) with { WritesByGet = true };

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<AgentIndex>();
        services.AddSingleton<AgentNode>();
        services.AddSingleton<NodeMaintenance>();
        services.AddSingleton<AgentServices>();
        services.AddSingleton<AgentChecks>();
        services.AddSingleton<AgentMaintenance>();
        services.AddSingleton<AgentRights>();
        services.AddSingleton<AgentViews>();
        services.AddSingleton<AgentSelf>();
        services.AddSingleton<AgentOrders>();
        services.AddSingleton<CatalogWrites>();
        services.AddSingleton<LeftNodes>();
        services.AddHostedService<AgentConflicts>();
        services.AddHostedService<NodeCheckRelay>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapServices(routes);
        MapChecks(routes.MapGroup("").NeedsCatalogue());
        MapOrders(routes.MapGroup("").Demand(AccessAction.Operate));
        MapSelf(routes.MapGroup("").Demand(AccessAction.Read));
        MapViews(routes.MapGroup("").NeedsCatalogue());
        // What is said of a node is said of all services on it.
        var writes = routes.MapGroup("").Demand(AccessAction.Register).NeedsCatalogue();
        MapAnswer(writes, Put, "/v1/agent/maintenance", http => Get<AgentMaintenance>(http).OfNodeAsync(
            AgentQuery.Text(http, "enable"), AgentQuery.Text(http, "reason") ?? "", http.RequestAborted));
        MapBody(writes, "/v1/catalog/register", (http, body) => Get<CatalogWrites>(http).RegisterAsync(body, http.RequestAborted));
        MapBody(writes, "/v1/catalog/deregister", (http, body) => Get<CatalogWrites>(http).DeregisterAsync(body, http.RequestAborted));
    }

    private static void MapOrders(IEndpointRouteBuilder routes)
    {
        MapTail(routes.MapGroup("").NeedsCatalogue(), Put, "/v1/agent/force-leave/", (http, node) =>
            Get<LeftNodes>(http).ForceLeaveAsync(node, http.RequestAborted));
        MapTail(routes, Put, "/v1/agent/join/", (http, address) => Task.FromResult(Get<AgentOrders>(http).Join(address)));
        MapAnswer(routes, Put, "/v1/agent/leave", http => Get<AgentOrders>(http).LeaveAsync(http.RequestAborted));
        MapAnswer(routes, Put, "/v1/agent/reload", http => Task.FromResult(Get<AgentOrders>(http).Reload()));
        MapGet(routes, "/v1/agent/host", http => Get<AgentOrders>(http).Host());
    }

    private static void MapServices(IEndpointRouteBuilder routes)
    {
        MapBody(routes, "/v1/agent/service/register", new GuardedAnswer<JsonElement>(
            AccessAction.Register, (rights, body) => rights.OfRegistration(body),
            (http, body) => Get<AgentServices>(http).RegisterAsync(body, AgentQuery.IsSet(http, "replace-existing-checks"), http.RequestAborted)));
        // Any agent takes a service in; which ones it has, a node without the catalogue does not know.
        var known = routes.MapGroup("").NeedsCatalogue();
        MapTail(known, PutOrGet, "/v1/agent/service/deregister/", OfService((http, id) =>
            Get<AgentServices>(http).DeregisterAsync(id, http.RequestAborted)));
        MapTail(known, Put, "/v1/agent/service/maintenance/", OfService((http, id) => Get<AgentMaintenance>(http).OfServiceAsync(
            id, AgentQuery.Text(http, "enable"), AgentQuery.Text(http, "reason") ?? "", http.RequestAborted)));
    }

    private static void MapChecks(IEndpointRouteBuilder routes)
    {
        MapBody(routes, "/v1/agent/check/register", new GuardedAnswer<JsonElement>(
            AccessAction.Register, (rights, body) => rights.OfCheckRegistration(body), (http, body) => Get<AgentChecks>(http).RegisterAsync(body, http.RequestAborted)));
        MapTail(routes, PutOrGet, "/v1/agent/check/deregister/", OfCheck((http, id) => Get<AgentChecks>(http).DeregisterAsync(id, http.RequestAborted)));
        MapWord(routes, "/v1/agent/check/pass/", InstanceStatus.Passing);
        MapWord(routes, "/v1/agent/check/warn/", InstanceStatus.Warning);
        MapWord(routes, "/v1/agent/check/fail/", InstanceStatus.Critical);
        MapTail(routes, Put, "/v1/agent/check/update/", OfCheck(async (http, id) =>
        {
            var (body, status, fault) = await ConsulBody.ReadAsync(http);
            return body is { } root
                ? await Get<AgentChecks>(http).UpdateAsync(id, root, http.RequestAborted)
                : AgentAnswer.Text(status, fault);
        }));
    }

    private static void MapSelf(IEndpointRouteBuilder routes)
    {
        MapGet(routes, "/v1/agent/self", http => Get<AgentSelf>(http).Self());
        MapGet(routes, "/v1/agent/version", _ => AgentSelf.Version());
        MapGet(routes, "/v1/agent/metrics", http => AgentQuery.Text(http, "format") == "prometheus"
            ? Get<AgentSelf>(http).MetricsText(http.RequestServices.GetService<MetricStore>())
            : Get<AgentSelf>(http).Metrics());
        MapGet(routes, "/v1/agent/members", http => Get<AgentSelf>(http).Members());
    }

    private static void MapViews(IEndpointRouteBuilder routes)
    {
        var lists = routes.MapGroup("").DemandSome(AccessAction.Read);
        MapGet(lists, "/v1/agent/services", http => Get<AgentViews>(http).Services(AgentQuery.Text(http, "filter") ?? "", http.Grant()));
        MapGet(lists, "/v1/agent/checks", http => Get<AgentViews>(http).Checks(AgentQuery.Text(http, "filter") ?? "", http.Grant()));
        MapTail(lists, ["GET"], "/v1/agent/health/service/id/", (http, id) =>
            Task.FromResult(Get<AgentViews>(http).HealthOfId(id, AgentQuery.Text(http, "format") == "text", http.Grant())));
        MapTail(lists, ["GET"], "/v1/agent/health/service/name/", (http, name) =>
            Task.FromResult(Get<AgentViews>(http).HealthOfName(name, AgentQuery.Text(http, "format") == "text", http.Grant())));
        MapTail(routes, ["GET"], "/v1/agent/service/", new GuardedAnswer<string>(
            AccessAction.Read,
            (rights, id) => rights.OfService(id),
            (http, id) => AgentQuery.TryWait(http, out var wait)
                ? Get<AgentViews>(http).ServiceAsync(id, AgentQuery.Text(http, "hash") ?? "", wait, http.RequestAborted)
                : Task.FromResult(AgentAnswer.Bad("Invalid wait time"))));
    }

    private static void MapWord(IEndpointRouteBuilder routes, string prefix, InstanceStatus status) =>
        MapTail(routes, PutOrGet, prefix, OfCheck((http, id) => Get<AgentChecks>(http).UpdateAsync(
            id, status, AgentQuery.Text(http, "note") ?? "", http.RequestAborted)));

    private static GuardedAnswer<string> OfService(Func<HttpContext, string, Task<AgentAnswer>> answer) =>
        new(AccessAction.Register, (rights, id) => rights.OfService(id), answer);

    private static GuardedAnswer<string> OfCheck(Func<HttpContext, string, Task<AgentAnswer>> answer) =>
        new(AccessAction.Register, (rights, id) => rights.OfCheck(id), answer);

    /// <summary>These say themselves what they take; whatever else is mapped beside them is shut.</summary>
    private static void MapBody(IEndpointRouteBuilder routes, string path, GuardedAnswer<JsonElement> answer) =>
        MapBody(routes.MapGroup("").WithMetadata(answer.Requirement), path, answer.AnswerAsync);

    private static void MapTail(IEndpointRouteBuilder routes, string[] methods, string prefix, GuardedAnswer<string> answer) =>
        MapTail(routes.MapGroup("").WithMetadata(answer.Requirement), methods, prefix, answer.AnswerAsync);

    private static void MapGet(IEndpointRouteBuilder routes, string path, Func<HttpContext, AgentAnswer> answer) =>
        MapAnswer(routes, ["GET"], path, http => Task.FromResult(answer(http)));

    private static void MapBody(
        IEndpointRouteBuilder routes, string path, Func<HttpContext, JsonElement, Task<AgentAnswer>> answer) =>
        MapAnswer(routes, Put, path, async http =>
        {
            var (body, status, fault) = await ConsulBody.ReadAsync(http);
            return body is { } root ? await answer(http, root) : AgentAnswer.Text(status, fault);
        });

    private static void MapTail(
        IEndpointRouteBuilder routes, string[] methods, string prefix, Func<HttpContext, string, Task<AgentAnswer>> answer) =>
        MapAnswer(routes, methods, prefix + "{**id}", http => AgentPath.Tail(http, prefix) is { Length: > 0 } id
            ? answer(http, id)
            : Task.FromResult(AgentAnswer.Bad("Missing ID in the path")));

    private static void MapAnswer(
        IEndpointRouteBuilder routes, string[] methods, string path, Func<HttpContext, Task<AgentAnswer>> answer) =>
        routes.MapMethods(path, methods, (RequestDelegate)(async http =>
        {
            var answered = methods != PutOrGet || Takes(http) ? answer(http) : RefusedAsync(http);
            await (await answered).WriteAsync(http);
        })).WithMetadata(methods == PutOrGet ? [OldWrite] : []);

    private static bool Takes(HttpContext http) =>
        !HttpMethods.IsGet(http.Request.Method) || (!RequestForms.IsHead(http) && Get<IOptions<ConsulOptions>>(http).Value.GetWrites);

    private static Task<AgentAnswer> RefusedAsync(HttpContext http)
    {
        http.Response.Headers.Allow = "PUT";
        return Task.FromResult(AgentAnswer.Text(
            StatusCodes.Status405MethodNotAllowed, "method GET not allowed; Mesh:Consul:GetWrites lets old clients use it"));
    }

    private static T Get<T>(HttpContext http)
        where T : notnull => http.RequestServices.GetRequiredService<T>();
}
