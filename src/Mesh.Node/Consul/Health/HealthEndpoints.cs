using Mesh.Node.Consul.Questions;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;

namespace Mesh.Node.Consul.Health;

/// <summary>health/*: instances with their checks, and checks alone.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, ConsulResponder responder, FastHealth fast)
    {
        routes.MapGet("/v1/health/service/{service}", http => Service(http, responder, fast));
        routes.MapGet("/v1/health/checks/{service}", http => responder.AnswerAnywhereAsync(
            http, q => ServiceQuestions.Checks(responder.Context, ConsulPath.Value(http, "service"), q)));
        routes.MapGet("/v1/health/state/{state}", http => responder.AnswerAsync(
            http, q => WholeQuestions.State(responder.Context, ConsulPath.Value(http, "state"), q)));
        routes.MapGet("/v1/health/node/{node}", http => responder.AnswerAsync(
            http, q => WholeQuestions.NodeChecks(responder.Context, ConsulPath.Value(http, "node"), q)));
        routes.MapGet("/v1/health/connect/{service}", http => responder.AnswerAsync(http, q => Nothing.List(responder.Context)));
        routes.MapGet("/v1/health/ingress/{service}", http => responder.AnswerAsync(http, q => Nothing.List(responder.Context)));
    }

    private static Task Service(HttpContext http, ConsulResponder responder, FastHealth fast)
    {
        var service = ConsulPath.Value(http, "service");
        return responder.AnswerAnywhereAsync(
            http,
            q => ServiceQuestions.Health(responder.Context, service, q),
            (q, answer) => fast.Remember(http, service, q, answer));
    }
}
