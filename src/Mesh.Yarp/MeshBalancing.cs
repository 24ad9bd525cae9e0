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
internal sealed class MeshBalancing(IMeshClient client, CallMetrics? metrics = null) : ILoadBalancingPolicy
{
    public string Name => "Mesh";

    public DestinationState? PickDestination(
        HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        ArgumentNullException.ThrowIfNull(availableDestinations);
        if (availableDestinations.Count == 0)
            return null;
        // Destinations that are no instances, beside such that are, take part by the place that chance gives them.
        if (ServiceOf(availableDestinations[0]) is not { } service)
            return availableDestinations[0];
        List<InstanceKey>? excluded = null;
        while (client.Pick(service, new PickRequest { Exclude = excluded }) is { } picked)
        {
            foreach (var destination in availableDestinations)
            {
                if (!IsOf(destination, service, picked.Instance.Id.Value))
                    continue;
                metrics?.Picked(client, service, default, CallMetrics.Yarp, PickOutcomes.Picked);
                return destination;
            }

            (excluded ??= []).Add(picked.Instance.Key);
        }

        // The view has none of them any more, which YARP will hear next; until then they are all there is.
        metrics?.Picked(client, service, default, CallMetrics.Yarp, PickOutcomes.NoInstance);
        return availableDestinations[0];
    }

    private static string? ServiceOf(DestinationState destination) =>
        destination.Model.Config.Metadata?.GetValueOrDefault(InstanceDestination.Service);

    private static bool IsOf(DestinationState destination, string service, string id) =>
        ServiceOf(destination) == service
        && destination.Model.Config.Metadata?.GetValueOrDefault(InstanceDestination.Id) == id;
}
