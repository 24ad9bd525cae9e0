using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Access;

/// <summary>
/// Refuses to answer from a catalogue that the node does not have yet, or that nobody keeps up to date since it left:
/// that nothing is found there would mean something else. A node that was ready and begins anew answers from its last
/// snapshot, with its age.
/// </summary>
internal sealed class Serving(IMeshClient client, MeshHub? hub = null, KeyValueHub? keys = null)
{
    /// <summary>May lookups be answered?</summary>
    public bool IsOn => client.State.Phase switch
    {
        MeshPhase.Ready => true,
        MeshPhase.Stopped => false,
        _ => hub?.WasReady is true,
    };

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<CatalogueNeed>() is not { } need || (IsOn && (!need.OfKeys || keys?.WasComplete is not false)))
            return next(http);
        var state = client.State;
        return http.Form().NotServingAsync(http, $"the node is {state.Phase.ToString().ToLowerInvariant()}: {state.Detail}");
    }
}
