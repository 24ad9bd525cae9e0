using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>The members by zone, and how much each owns.</summary>
/// <param name="Away">Members that are in doubt.</param>
internal sealed record Topology(IReadOnlyList<(string Zone, IReadOnlyList<NodeRow> Nodes)> Zones, int Away)
{
    public static Topology Of(CatalogSnapshot snapshot, MembersSnapshot members)
    {
        var owned = new Dictionary<Owner, int>();
        var total = 0;
        foreach (var service in snapshot.Services.Values)
        {
            foreach (var view in service.Instances)
            {
                owned[view.Owner] = owned.GetValueOrDefault(view.Owner) + 1;
                total++;
            }
        }

        return new(
            [
                .. members.Items.GroupBy(static m => m.Zone, StringComparer.Ordinal)
                    .OrderBy(static g => g.Key, StringComparer.Ordinal)
                    .Select(g => (g.Key, (IReadOnlyList<NodeRow>)[.. g.OrderBy(static m => m.Name, StringComparer.Ordinal).ThenBy(static m => m.Owner).Select(m => Row(m))])),
            ],
            members.Items.Count(static m => m.Standing is not Standing.Confirmed));

        NodeRow Row(MeshMember member)
        {
            var count = owned.GetValueOrDefault(member.Owner);
            return new(member, count, total == 0 ? 0 : 100.0 * count / total);
        }
    }
}
