using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>
/// Divides a service's endpoints by the policy's shares: one part for each selector, and one for what none names, which
/// gets the rest of the hundred. Parts without instances give theirs to the others in proportion.
/// </summary>
internal static class ShareSplit
{
    internal readonly record struct Part(string Name, int Percent, ImmutableArray<Endpoint> Endpoints);

    /// <summary>The parts that are picked from, in the order of their names; a single one of 100 where no share applies.</summary>
    public static ImmutableArray<Part> Of(ImmutableArray<Endpoint> endpoints, ValueMap<int> shares)
    {
        if (shares.Count == 0 || endpoints.IsEmpty)
            return [new Part("", 100, endpoints)];

        var parts = ImmutableArray.CreateBuilder<Part>();
        var named = new HashSet<Endpoint>();
        var given = 0;
        foreach (var (text, percent) in shares)
        {
            // A newer node may know selectors that this one does not: their share falls to the rest.
            if (!ShareSelector.TryParse(text, out var selector))
                continue;
            given += percent;
            ImmutableArray<Endpoint> chosen = [.. endpoints.Where(e => selector.Matches(e.Instance))];
            named.UnionWith(chosen);
            parts.Add(new Part(text, percent, chosen));
        }

        parts.Add(new Part("", Math.Max(0, 100 - given), [.. endpoints.Where(e => !named.Contains(e))]));
        ImmutableArray<Part> taken = [.. parts.Where(p => p.Percent > 0 && !p.Endpoints.IsEmpty)];

        // Only instances with a share of nothing are left: better those than a failed call.
        return taken.IsEmpty ? [new Part("", 100, endpoints)] : taken;
    }
}
