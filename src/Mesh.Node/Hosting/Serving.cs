using Mesh.KeyValues;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Http.Answers;
using Mesh.Palette.Api;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Hosting;

/// <summary>
/// Refuses to answer from a catalogue that the node does not have yet, or that nobody keeps up to date since it left:
/// that nothing is found there would mean something else. A node that was ready and begins anew answers from its last
/// snapshot, with its age.
/// </summary>
internal sealed class Serving(MeshHub hub, KeyValueHub keys)
{
    private const string ConsulKeys = "/v1/kv";

    private static readonly string[] Native = ["/mesh/v1/services", "/mesh/v1/watch"];
    private static readonly string[] Consul = ["/v1/health", "/v1/catalog", ConsulKeys];

    /// <summary>May lookups be answered?</summary>
    public bool IsOn => hub.State.Phase switch
    {
        MeshPhase.Ready => true,
        MeshPhase.Stopped => false,
        _ => hub.WasReady,
    };

    /// <summary>May keys be read, written and watched?</summary>
    public bool HasKeys => IsOn && keys.WasWarm;

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        if (IsOn && (HasKeys || !path.StartsWithSegments(ConsulKeys, StringComparison.OrdinalIgnoreCase)))
            return next(http);
        if (IsUnder(path, Consul))
            return ConsulReply.WriteAsync(http, new ConsulFault(StatusCodes.Status500InternalServerError, "No cluster leader"));
        if (!HttpMethods.IsGet(http.Request.Method) || !IsUnder(path, Native))
            return next(http);
        var state = hub.State;
        var reason = $"the node is {state.Phase.ToString().ToLowerInvariant()}: {state.Detail}";
        return ApiAnswer.WriteAsync(http, ApiProblems.NotNow(reason));
    }

    private static bool IsUnder(PathString path, string[] prefixes) =>
        Array.Exists(prefixes, p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));
}
