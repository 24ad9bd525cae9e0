using Mesh.Client;
using Mesh.KeyValues;

namespace Mesh.Node.Access;

/// <summary>
/// Refuses to answer from a catalogue that the node does not have yet, or that nobody keeps up to date since it left:
/// that nothing is found there would mean something else. A node that was ready and begins anew answers from its last
/// snapshot, with its age.
/// </summary>
internal sealed class Serving(IMeshClient client, ServingSpan span, KeyValueHub? keys = null)
{
    /// <summary>May lookups be answered?</summary>
    public bool IsOn => span.IsOn;

    /// <summary>Does the request ask for what the node has not, or no longer? Asked again by those that wait.</summary>
    public bool Refuses(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<CatalogueNeed>() is { } need
        && !(IsOn && (!need.OfKeys || keys?.WasComplete is not false));

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!Refuses(http))
            return next(http);
        var state = client.State;
        return http.Form().NotServingAsync(http, $"the node is {state.Phase.ToString().ToLowerInvariant()}: {state.Detail}");
    }
}
