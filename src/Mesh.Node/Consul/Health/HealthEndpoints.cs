using Mesh.Node.Consul.Questions;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;

namespace Mesh.Node.Consul.Health;

/// <summary>health/*: instances with their checks, and checks alone.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, ConsulResponder responder, FastHealth fast)
    {
        var context = responder.Context;
        routes.MapGet("/v1/health/service/{**service}", http => Service(http, responder, fast));
        routes.MapGet("/v1/health/checks/{**service}", http => responder.AnswerAnywhereAsync(http, q => NamedQuestions.Service(
            ConsulPath.Value(http, "service"), name => ServiceQuestions.Checks(context, name, q))));
        routes.MapGet("/v1/health/state/{**state}", http => responder.AnswerAsync(http, q => NamedQuestions.State(
            ConsulPath.Value(http, "state"), state => WholeQuestions.State(context, state, q))));
        routes.MapGet("/v1/health/node/{**node}", http => responder.AnswerAsync(http, q => NamedQuestions.Node(
            ConsulPath.Value(http, "node"), name => WholeQuestions.NodeChecks(context, name, q))));
        foreach (var empty in (string[])["/v1/health/connect/{**service}", "/v1/health/ingress/{**service}"])
        {
            routes.MapGet(empty, http => responder.AnswerAsync(http, q => NamedQuestions.Service(
                ConsulPath.Value(http, "service"), _ => Nothing.List(context))));
        }
    }

    private static Task Service(HttpContext http, ConsulResponder responder, FastHealth fast)
    {
        var service = ConsulPath.Value(http, "service");
        return responder.AnswerAnywhereAsync(
            http,
            q => NamedQuestions.Service(service, name => ServiceQuestions.Health(responder.Context, name, q)),
            (q, answer) => fast.Remember(http, service, q, answer));
    }
}
