using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Selection;

namespace Mesh.Dashboard.Models;

/// <summary>
/// Which part of the calls each instance of a service gets by its policy, in percent, from callers that are in no zone and warm.
/// Availability, shares and weights are decided by the code that picks; of a policy that an application added, weights are assumed.
/// </summary>
internal static class PickShares
{
    private static readonly EndpointLoad NoLoad = new();

    /// <summary>Instances that get nothing are left out.</summary>
    public static IReadOnlyDictionary<InstanceId, double> Of(ImmutableArray<InstanceView> instances, ServicePolicy policy)
    {
        var shares = new Dictionary<InstanceId, double>();
        var parts = ShareSplit.Of(Taking(instances, policy), policy.Shares).Where(static p => !p.Endpoints.IsEmpty).ToArray();
        double total = parts.Sum(static p => p.Percent);
        foreach (var part in parts)
        {
            var weights = policy.Policy == PolicyNames.Random ? null : PoolWeights.Of(part.Endpoints);
            double sum = weights?.Sum(static w => (long)w) ?? part.Endpoints.Length;
            for (var i = 0; i < part.Endpoints.Length; i++)
                shares[part.Endpoints[i].Instance.Id] = 100.0 * part.Percent * (weights?[i] ?? 1) / (total * sum);
        }

        return shares;
    }

    /// <summary>Those that picks choose among, by id.</summary>
    public static ImmutableArray<Endpoint> Taking(ImmutableArray<InstanceView> instances, ServicePolicy policy)
    {
        var failsOpen = Availability.FailsOpen(instances, policy.FailOpen);
        return PoolWeights.Taking(
        [
            .. instances.Where(v => Availability.IsSelectable(v, failsOpen))
                .OrderBy(static v => v.Instance.Id)
                .Select(static v => new Endpoint(v, NoLoad, v.Standing is not Standing.Confirmed)),
        ]);
    }
}
