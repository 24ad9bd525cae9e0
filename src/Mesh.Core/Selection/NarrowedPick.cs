namespace Mesh.Selection;

/// <summary>Picks with a filter or exclusions. They may allocate.</summary>
internal static class NarrowedPick
{
    public static Endpoint? Pick(EndpointSet set, in PickRequest request)
    {
        var matching = request.Filter is { } filter && filter != InstanceFilter.Any ? set.Narrow(filter) : set;
        if (matching.Candidates.IsEmpty)
            return null;
        if (request.Exclude is not { Count: > 0 } excluded)
            return matching.Pick(request with { Filter = null, Exclude = null });

        // By key: the next one of its sequence, not that of a table without the excluded.
        if (matching.Preference(in request) is { } preferred)
            return preferred.FirstOrDefault(e => !excluded.Contains(e.Instance.Key));
        return matching.Without(excluded).Pick(request with { Filter = null, Exclude = null });
    }
}
