using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Selection;

namespace Mesh.Views;

/// <summary>Selection of several different instances, for routers and doors. Pure but for the set's own dice.</summary>
public static class EndpointSelection
{
    /// <summary>The most that may be asked for at once.</summary>
    public const int MaxCount = 100;

    /// <summary>
    /// Up to <paramref name="count"/> different instances; fewer when there are fewer. With a keyed policy and
    /// a key these are the first of the key's preference sequence, the same on all nodes with the same view; with the
    /// others each is picked as if alone, the earlier ones excluded.
    /// </summary>
    /// <param name="service">Null: an unknown service, of which nothing can be selected.</param>
    /// <param name="key">Hash key; makes the policy consistent-hash unless one is given.</param>
    /// <param name="policy">One of <see cref="PolicyNames"/>; null: the service's.</param>
    /// <param name="count">1 to <see cref="MaxCount"/>.</param>
    /// <exception cref="ArgumentException">The policy is not known.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    public static ImmutableArray<Endpoint> Select(
        ServiceView? service, string? key, string? policy, int count, InstanceFilter? filter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        if (service is null)
            return [];
        var set = service.Endpoints;
        if (filter is not null && filter != InstanceFilter.Any)
            set = set.Narrow(filter);
        if (set.Candidates.IsEmpty)
            return [];

        var request = new PickRequest { Key = key, Policy = policy };
        return set.Preference(in request) is { } preferred
            ? [.. preferred.Take(count)]
            : Distinct(set, in request, count);
    }

    private static ImmutableArray<Endpoint> Distinct(EndpointSet set, in PickRequest request, int count)
    {
        var chosen = new List<Endpoint>(count);
        // Mostly as many plain picks suffice; the exact way, without those already chosen, builds a set for each.
        for (var tries = 0; tries < 4 * count && chosen.Count < count; tries++)
        {
            if (set.Pick(in request) is { } endpoint && !chosen.Contains(endpoint))
                chosen.Add(endpoint);
        }

        while (chosen.Count < count)
        {
            InstanceKey[] taken = [.. chosen.Select(e => e.Instance.Key)];
            if (set.Without(taken).Pick(in request) is not { } endpoint)
                break;
            chosen.Add(endpoint);
        }

        return [.. chosen];
    }
}
