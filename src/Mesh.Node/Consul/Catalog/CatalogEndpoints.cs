using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Questions;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;

namespace Mesh.Node.Consul.Catalog;

/// <summary>catalog/*: services and nodes, and the lists of what the mesh does not have.</summary>
internal static class CatalogEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, ConsulResponder responder)
    {
        var context = responder.Context;
        routes.MapGet("/v1/catalog/services", http => responder.AnswerAsync(http, q => ListQuestions.Services(context, q)));
        routes.MapGet("/v1/catalog/nodes", http => responder.AnswerAsync(http, q => ListQuestions.Nodes(context, q)));
        routes.MapGet("/v1/catalog/service/{**service}", http => responder.AnswerAnywhereAsync(http, q => NamedQuestions.Service(
            ConsulPath.Value(http, "service"), name => ServiceQuestions.Catalog(context, name, q))));
        routes.MapGet("/v1/catalog/node/{**node}", http => responder.AnswerAsync(http, q => NamedQuestions.Node(
            ConsulPath.Value(http, "node"), name => WholeQuestions.Node(context, name, q))));
        routes.MapGet("/v1/catalog/node-services/{**node}", http => responder.AnswerAsync(http, q => NamedQuestions.Node(
            ConsulPath.Value(http, "node"), name => WholeQuestions.NodeServices(context, name, q))));
        routes.MapGet("/v1/catalog/datacenters", http => responder.AnswerAsync(http, q => Datacenters(context, q)));
        routes.MapGet("/v1/catalog/connect/{**service}", http => responder.AnswerAsync(http, q => NamedQuestions.Service(
            ConsulPath.Value(http, "service"), _ => Nothing.List(context))));
        foreach (var empty in (string[])
        [
            "/v1/catalog/gateway-services/{gateway}", "/v1/event/list", "/v1/peerings",
            "/v1/coordinate/nodes", "/v1/coordinate/datacenters", "/v1/coordinate/node/{node}",
        ])
        {
            routes.MapGet(empty, http => responder.AnswerAsync(http, _ => Nothing.List(context)));
        }
    }

    private static SourceOrFault Datacenters(ReadContext context, ConsulQuery query) => new(new ListSource(
        Blocking.Topics.Never,
        () => (context.Client.Snapshot.Index, () => ConsulJson.WriteList(
            query.Pretty, [context.Options.Datacenter], static (json, name) => json.WriteStringValue(name)))));
}
