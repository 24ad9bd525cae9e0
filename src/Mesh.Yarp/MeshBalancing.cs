using Mesh.Catalog;
using Mesh.Client;
using Mesh.Client.Telemetry;
using Mesh.Selection;
using Mesh.Telemetry;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Mesh.Yarp;

/// <summary>Picks among YARP's destinations as the mesh does; what YARP holds for unhealthy is passed over.</summary>
/// <param name="policy">One of the mesh's; null: that of the service.</param>
internal sealed class MeshBalancing(IMeshClient client, string? policy, CallMetrics? metrics = null) : ILoadBalancingPolicy
{
    /// <summary>Metadata of a cluster: the header of a request whose value is the key; equal keys go to one instance.</summary>
    public const string KeyHeader = "Mesh:KeyHeader";

    public string Name => policy is null ? "Mesh" : $"Mesh.{policy}";

    public DestinationState? PickDestination(
        HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(availableDestinations);
        if (availableDestinations.Count == 0)
            return null;
        // Destinations that are no instances, beside such that are, take part by the place that chance gives them.
        if (ServiceOf(availableDestinations[0]) is not { } service)
            return availableDestinations[0];
        List<InstanceKey>? excluded = null;
        var request = new PickRequest { Policy = policy, Key = KeyOf(context, cluster) };
        while (client.Pick(service, request with { Exclude = excluded }) is { } picked)
        {
            foreach (var destination in availableDestinations)
            {
                if (!IsOf(destination, service, picked.Instance.Id.Value))
                    continue;
                metrics?.Picked(client, service, request, CallMetrics.Yarp, PickOutcomes.Picked);
                Count(picked.Load, context);
                return destination;
            }

            (excluded ??= []).Add(picked.Instance.Key);
        }

        // The view has none of them any more, which YARP will hear next; until then they are all there is.
        metrics?.Picked(client, service, request, CallMetrics.Yarp, PickOutcomes.NoInstance);
        return availableDestinations[0];
    }

    private static string? KeyOf(HttpContext context, ClusterState cluster) =>
        cluster.Model.Config.Metadata?.GetValueOrDefault(KeyHeader) is { Length: > 0 } header
        && context.Request.Headers.TryGetValue(header, out var values) && values is [{ Length: > 0 } key, ..]
            ? key
            : null;

    /// <summary>The call is outstanding until the answer was passed on.</summary>
    private static void Count(EndpointLoad load, HttpContext context)
    {
        load.Begin();
        context.Response.OnCompleted(static state =>
        {
            ((EndpointLoad)state).End();
            return Task.CompletedTask;
        }, load);
    }

    private static string? ServiceOf(DestinationState destination) =>
        destination.Model.Config.Metadata?.GetValueOrDefault(InstanceDestination.Service);

    private static bool IsOf(DestinationState destination, string service, string id) =>
        ServiceOf(destination) == service
        && destination.Model.Config.Metadata?.GetValueOrDefault(InstanceDestination.Id) == id;
}
