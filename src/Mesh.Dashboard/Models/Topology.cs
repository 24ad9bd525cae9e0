using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>The members by zone, and how much each owns.</summary>
/// <param name="Away">Members that are in doubt.</param>
internal sealed record Topology(IReadOnlyList<(string Zone, IReadOnlyList<NodeRow> Nodes)> Zones, int Away)
{
    private static readonly PerSnapshot<int, (Dictionary<Owner, int> Counts, int Total)> Owned = new();

    /// <summary>Of more nodes a list is read more easily than cards.</summary>
    public const int MostCards = 24;

    public int Count => Zones.Sum(static z => z.Nodes.Count);

    public ImmutableArray<DoubtRow> Doubts { get; init; } = [];

    /// <summary>The names on this node's side and of those that it does not hear; empty: it hears all of them.</summary>
    public ImmutableArray<(string Title, ImmutableArray<string> Names)> Sides { get; init; } = [];

    /// <param name="sights">Null: nothing is known of the ways between the members.</param>
    public static Topology Of(CatalogSnapshot snapshot, MembersSnapshot members, TimeProvider time, MemberSights? sights = null)
    {
        var (owned, total) = Owned.Of(snapshot, 0, static (s, _) => OwnedOf(s));
        NodeRow[] rows = [.. members.Items.OrderBy(static m => m.Name, StringComparer.Ordinal).ThenBy(static m => m.Owner).Select(Row)];
        return new(
            [
                .. rows.GroupBy(static r => r.Member.Zone, StringComparer.Ordinal)
                    .OrderBy(static g => g.Key, StringComparer.Ordinal)
                    .Select(static g => (g.Key, (IReadOnlyList<NodeRow>)[.. g])),
            ],
            rows.Count(static r => r.Member.Standing is not Standing.Confirmed))
        {
            Doubts = sights is null ? [] : DoubtRow.Of(rows, sights, at => time.GetElapsedTime(at) <= DoubtRow.WordLife),
            Sides = SidesOf(rows),
        };

        NodeRow Row(MeshMember member)
        {
            var count = owned.GetValueOrDefault(member.Owner);
            return new(member, count, total == 0 ? 0 : 100.0 * count / total)
            {
                RoundTrip = member.IsSelf ? null : sights?.RoundTripTo(member.Owner),
                HeardAgo = !member.IsSelf && snapshot.Contacts.TryGetValue(member.Owner, out var contact) ? time.GetElapsedTime(contact.Timestamp) : null,
            };
        }
    }

    private static (Dictionary<Owner, int> Counts, int Total) OwnedOf(CatalogSnapshot snapshot)
    {
        var (owned, total) = (new Dictionary<Owner, int>(), 0);
        foreach (var service in snapshot.Services.Values)
        {
            foreach (var view in service.Instances)
            {
                owned[view.Owner] = owned.GetValueOrDefault(view.Owner) + 1;
                total++;
            }
        }

        return (owned, total);
    }

    private static ImmutableArray<(string Title, ImmutableArray<string> Names)> SidesOf(NodeRow[] rows)
    {
        ImmutableArray<string> here = [.. rows.Where(static r => r.Member.Standing is Standing.Confirmed).Select(static r => r.Name)];
        ImmutableArray<string> away = [.. rows.Where(static r => r.Member.Standing is not Standing.Confirmed).Select(static r => r.Name)];
        return away.IsEmpty ? [] : [("Heard from here", here), ("Not heard from here: gone, or on another side", away)];
    }
}
