using Mesh.Node.Consul.Questions;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;

namespace Mesh.Node.Consul.Catalog;

/// <summary>internal/ui/*: what dashboards ask that were made for Consul's own.</summary>
internal static class UiEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, ConsulResponder responder)
    {
        var context = responder.Context;
        routes.MapGet("/v1/internal/ui/nodes", http => responder.AnswerAsync(http, q => UiQuestions.Nodes(context, q)));
        routes.MapGet("/v1/internal/ui/node/{**node}", http => responder.AnswerAsync(http, q => NamedQuestions.Node(
            ConsulPath.Value(http, "node"), name => UiQuestions.Node(context, name, q))));
        routes.MapGet("/v1/internal/ui/services", http => responder.AnswerAsync(http, q => UiQuestions.Services(context, q)));
        foreach (var empty in (string[])
        [
            "/v1/internal/ui/gateway-services-nodes/{gateway}", "/v1/internal/ui/gateway-intentions/{gateway}", "/v1/internal/ui/exported-services",
        ])
        {
            routes.MapGet(empty, http => responder.AnswerAsync(http, _ => Nothing.List(context)));
        }
    }
}
