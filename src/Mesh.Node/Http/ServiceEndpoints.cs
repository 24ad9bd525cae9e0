using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;
using Microsoft.AspNetCore.Mvc;

namespace Mesh.Node.Http;

/// <summary>Reading: the services, and the instances of one.</summary>
internal static class ServiceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/mesh/v1/services", Services)
            .WithSummary("All services that have an instance and that the caller may read")
            .DemandSome(AccessAction.Read)
            .NeedsCatalogue()
            .Produces<IReadOnlyList<ServiceItem>>();
        routes.MapGet("/mesh/v1/services/{service}", Instances)
            .WithSummary("The instances of a service in the view of this node; none for one that is not known")
            .Demand(AccessAction.Read)
            .NeedsCatalogue()
            .Produces<ServiceDetail>()
            .Produces<ApiProblem>(400, ApiAnswer.Problem);
    }

    private static async Task Services(HttpContext http, IMeshApi api)
    {
        var reply = await api.ServicesAsync(http.RequestAborted);
        var grant = http.Grant();
        if (reply.IsDone && !grant.Allows(AccessAction.Read))
            reply = ApiReply<IReadOnlyList<ServiceItem>>.Of([.. reply.Value.Where(s => grant.Allows(AccessAction.Read, s.Name))]);
        await ApiAnswer.WriteAsync(http, reply, ApiJson.Wire.IReadOnlyListServiceItem);
    }

    private static async Task Instances(
        string service,
        string? status,
        string? standing,
        [FromQuery] string[]? tag,
        string? zone,
        string? version,
        HttpContext http,
        IMeshApi api,
        IMeshClient client)
    {
        if (!http.Request.QueryString.HasValue && ServiceName.TryParse(service, out var name, out _))
        {
            http.Response.ContentType = ApiAnswer.Json;
            ServiceBody.Write(http.Response.BodyWriter, name.Value, client.Resolve(name.Value));
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
            return;
        }

        var query = new InstancesQuery
        {
            Status = status,
            Standing = standing,
            Tags = tag ?? [],
            Zone = zone,
            Version = version,
        };
        await ApiAnswer.WriteAsync(
            http,
            await api.InstancesAsync(service, query, http.RequestAborted),
            ApiJson.Wire.ServiceDetail);
    }
}
