using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>
/// Who may be picked at all, whatever the policy: instances whose owner says so and is known to be alive. When too many
/// of a service's instances are out only because their owners are in doubt, the doubt itself is doubted and they stay.
/// </summary>
internal static class Availability
{
    /// <summary>Does the service fail open: is more than <paramref name="bound"/> of what is offered unconfirmed?</summary>
    /// <remarks>Instances of weight 0 count only where there are no others: they carry no traffic that could be lost.</remarks>
    public static bool FailsOpen(ImmutableArray<InstanceView> instances, double bound)
    {
        var (offered, unconfirmed) = Count(instances, static v => v.Instance.Weight > 0);
        if (offered == 0)
            (offered, unconfirmed) = Count(instances, static _ => true);
        return unconfirmed > bound * offered;
    }

    public static bool IsSelectable(InstanceView view, bool failsOpen) =>
        view.IsOffered && (failsOpen || view.Standing is Standing.Confirmed);

    private static (int Offered, int Unconfirmed) Count(
        ImmutableArray<InstanceView> instances, Func<InstanceView, bool> counts)
    {
        var offered = 0;
        var unconfirmed = 0;
        foreach (var view in instances)
        {
            if (!view.IsOffered || !counts(view))
                continue;
            offered++;
            if (view.Standing is not Standing.Confirmed)
                unconfirmed++;
        }

        return (offered, unconfirmed);
    }
}
