using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Http;

/// <summary>Writing, and the story of an instance.</summary>
internal static class InstanceEndpoints
{
    private const string Instance = "/mesh/v1/services/{service}/{id}";

    /// <summary>For ids that are words of other paths, such as policy and pick.</summary>
    private const string AnyInstance = "/mesh/v1/services/{service}/instances/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, Instance);
        // The same once more: clients made from the document escape ids, and need one path.
        Map(routes.MapGroup("").ExcludeFromDescription(), AnyInstance);
    }

    private static void Map(IEndpointRouteBuilder routes, string path)
    {
        Documented<RegisterReply>(routes.MapPut(path, Register).Demand(AccessAction.Register), "Registers or replaces an instance")
            .Accepts<RegisterBody>(ApiAnswer.Json, ApiAnswer.Any)
            .Produces<RegisterReply>(202, ApiAnswer.Json)
            .Produces<ApiProblem>(412, ApiAnswer.Problem);
        Documented<InstanceModel>(
            routes.MapGet(path, Show).Demand(AccessAction.Read).NeedsCatalogue(), "An instance, with its claim as the ETag");
        Documented<WriteReply>(
            routes.MapDelete(path, Deregister).Demand(AccessAction.Register).NeedsCatalogue(),
            "Removes an instance; with If-Match only while it has that claim")
            .Produces<ApiProblem>(412, ApiAnswer.Problem);
        Documented<WriteReply>(routes.MapPut(path + "/renew", Renew).Demand(AccessAction.Register).NeedsCatalogue(), "Renews a lease")
            .Accepts<RenewBody>(isOptional: true, ApiAnswer.Json, ApiAnswer.Any)
            .Produces<ApiProblem>(412, ApiAnswer.Problem);
        Documented<WriteReply>(routes.MapPut(path + "/status", SetStatus).Demand(AccessAction.Register).NeedsCatalogue(), "Sets the status of an instance")
            .Accepts<StatusBody>(ApiAnswer.Json, ApiAnswer.Any)
            .Produces<ApiProblem>(412, ApiAnswer.Problem);
        Documented<WriteReply>(
            routes.MapDelete(path + "/status", ResetStatus).Demand(AccessAction.Register).NeedsCatalogue(), "Takes back the status that was set")
            .Produces<ApiProblem>(412, ApiAnswer.Problem);
        Documented<WriteReply>(routes.MapPut(path + "/undrain", Undrain).Demand(AccessAction.Register).NeedsCatalogue(), "Ends a drain")
            .Produces<ApiProblem>(412, ApiAnswer.Problem);
        Documented<DrainReply>(
            routes.MapPut(path + "/drain", Drain).Demand(AccessAction.Register).NeedsCatalogue(),
            "Takes an instance out of rotation and waits until the nodes confirm it")
            .Produces<ApiProblem>(412, ApiAnswer.Problem);
        Documented<ExplainReply>(
            routes.MapGet(path + "/explain", Explain).Demand(AccessAction.Read).NeedsCatalogue(), "Why an instance is as it is, or where it went");
    }

    private static RouteHandlerBuilder Documented<T>(RouteHandlerBuilder route, string summary) => route
        .WithSummary(summary)
        .Produces<T>()
        .Produces<ApiProblem>(400, ApiAnswer.Problem)
        .Produces<ApiProblem>(404, ApiAnswer.Problem)
        .Produces<ApiProblem>(503, ApiAnswer.Problem);

    private static async Task Register(
        string service, string id, string? consistency, string? deadline, HttpContext http, IMeshApi api)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Wire.RegisterBody);
        if (body.IsDone && await PreconditionAsync(service, id, http, api) is { } unmet)
            body = ApiReply<RegisterBody>.Of(unmet);
        var reply = body.IsDone
            ? await api.RegisterAsync(
                service, RouteText.Id(http, id), body.Value, consistency, deadline, http.RequestAborted)
            : ApiReply<RegisterReply>.Of(body.Problem);
        var status = reply.Value?.Reached is false ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        if (reply.Value is { Claim: not 0 } done)
            http.Response.Headers.ETag = ClaimTag.Of(done.Claim);
        await ApiAnswer.WriteAsync(http, reply, ApiJson.Wire.RegisterReply, status);
    }

    /// <summary>
    /// What If-Match and If-None-Match ask for and is not so, in the view of this node: of two that ask at once at two nodes
    /// both may be let through, and the later claim wins.
    /// </summary>
    private static async Task<ApiProblem?> PreconditionAsync(string service, string id, HttpContext http, IMeshApi api)
    {
        var headers = http.Request.Headers;
        if (headers.IfMatch.Count == 0 && headers.IfNoneMatch.Count == 0)
            return null;
        var held = await api.InstanceAsync(service, RouteText.Id(http, id), http.RequestAborted);
        if (held.Problem is { Status: not StatusCodes.Status404NotFound } fault)
            return fault;
        return ClaimTag.Unmet(headers.IfMatch.ToString(), headers.IfNoneMatch.ToString(), held.Value?.Claim) is { } unmet
            ? ApiProblems.Mismatch(unmet)
            : null;
    }

    private static async Task Show(string service, string id, HttpContext http, IMeshApi api)
    {
        var reply = await api.InstanceAsync(service, RouteText.Id(http, id), http.RequestAborted);
        if (reply.Value is { } found)
            http.Response.Headers.ETag = ClaimTag.Of(found.Claim);
        await ApiAnswer.WriteAsync(http, reply, ApiJson.Wire.InstanceModel);
    }

    private static async Task Deregister(string service, string id, HttpContext http, IMeshApi api) =>
        await ApiAnswer.WriteAsync(
            http,
            await api.DeregisterAsync(service, RouteText.Id(http, id), IfMatch(http), http.RequestAborted),
            ApiJson.Wire.WriteReply);

    private static string? IfMatch(HttpContext http) => http.Request.Headers.IfMatch is { Count: > 0 } given ? given.ToString() : null;

    private static async Task Renew(string service, string id, HttpContext http, IMeshApi api)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Wire.RenewBody, new RenewBody());
        var reply = body.IsDone
            ? await api.RenewAsync(service, RouteText.Id(http, id), body.Value, IfMatch(http), http.RequestAborted)
            : ApiReply<WriteReply>.Of(body.Problem);
        await ApiAnswer.WriteAsync(http, reply, ApiJson.Wire.WriteReply);
    }

    private static async Task SetStatus(string service, string id, HttpContext http, IMeshApi api)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Wire.StatusBody);
        var reply = body.IsDone
            ? await api.SetStatusAsync(service, RouteText.Id(http, id), body.Value, IfMatch(http), http.RequestAborted)
            : ApiReply<WriteReply>.Of(body.Problem);
        await ApiAnswer.WriteAsync(http, reply, ApiJson.Wire.WriteReply);
    }

    private static async Task ResetStatus(string service, string id, HttpContext http, IMeshApi api) =>
        await ApiAnswer.WriteAsync(
            http,
            await api.ResetStatusAsync(service, RouteText.Id(http, id), IfMatch(http), http.RequestAborted),
            ApiJson.Wire.WriteReply);

    private static async Task Undrain(string service, string id, HttpContext http, IMeshApi api) =>
        await ApiAnswer.WriteAsync(
            http,
            await api.UndrainAsync(service, RouteText.Id(http, id), IfMatch(http), http.RequestAborted),
            ApiJson.Wire.WriteReply);

    private static async Task Drain(string service, string id, string? deadline, HttpContext http, IMeshApi api) =>
        await ApiAnswer.WriteAsync(
            http,
            await api.DrainAsync(service, RouteText.Id(http, id), deadline, IfMatch(http), http.RequestAborted),
            ApiJson.Wire.DrainReply);

    private static async Task Explain(string service, string id, HttpContext http, IMeshApi api) =>
        await ApiAnswer.WriteAsync(
            http,
            await api.ExplainAsync(service, RouteText.Id(http, id), http.RequestAborted),
            ApiJson.Wire.ExplainReply);
}
