using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;
using Microsoft.AspNetCore.Mvc;

namespace Mesh.Node.Http;

/// <summary>Picks, and the policy they follow.</summary>
internal static class SelectionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/mesh/v1/services/{service}/pick", Pick)
            .WithSummary("Chooses instances by the policy of the service, or by consistent hash when a key is given")
            .Demand(AccessAction.Read)
            .NeedsCatalogue()
            .Produces<PickReply>()
            .Produces<ApiProblem>(400, ApiAnswer.Problem);
        routes.MapGet("/mesh/v1/services/{service}/policy", GetPolicy)
            .WithSummary("How callers of a service choose")
            .Demand(AccessAction.Read)
            .NeedsCatalogue()
            .Produces<PolicyModel>()
            .Produces<ApiProblem>(400, ApiAnswer.Problem);
        routes.MapPut("/mesh/v1/services/{service}/policy", SetPolicy)
            .WithSummary("Sets how all callers of a service choose; what is left out takes its default")
            .Demand(AccessAction.Operate)
            .Accepts<PolicyModel>(ApiAnswer.Json, ApiAnswer.Any)
            .Produces<PolicyModel>()
            .Produces<ApiProblem>(400, ApiAnswer.Problem)
            .Produces<ApiProblem>(503, ApiAnswer.Problem);
    }

    private static async Task Pick(
        string service,
        string? key,
        string? policy,
        string? count,
        // Said, for else it might be a body, and a request without one goes to the route of an instance called pick.
        [FromQuery] string[]? tag,
        string? zone,
        string? version,
        HttpContext http,
        IMeshApi api)
    {
        var query = new PickQuery
        {
            Key = key,
            Policy = policy,
            Count = count,
            Filter = new InstancesQuery { Tags = tag ?? [], Zone = zone, Version = version },
        };
        await ApiAnswer.WriteAsync(
            http, await api.PickAsync(service, query, http.RequestAborted), ApiJson.Wire.PickReply);
    }

    private static async Task GetPolicy(string service, HttpContext http, IMeshApi api) => await ApiAnswer.WriteAsync(
        http, await api.GetPolicyAsync(service, http.RequestAborted), ApiJson.Wire.PolicyModel);

    private static async Task SetPolicy(string service, HttpContext http, IMeshApi api)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Wire.PolicyModel);
        var reply = body.IsDone
            ? await api.SetPolicyAsync(service, body.Value, http.RequestAborted)
            : body;
        await ApiAnswer.WriteAsync(http, reply, ApiJson.Wire.PolicyModel);
    }
}
