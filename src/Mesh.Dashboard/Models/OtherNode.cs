using System.Collections.Immutable;
using Mesh.Membership;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>Another node that has a dashboard: where to go when this one is gone.</summary>
/// <param name="Address">Of its first page.</param>
internal sealed record OtherNode(string Name, string Address)
{
    /// <summary>As many are named: those that this node hears, of its own zone first.</summary>
    public const int Most = 4;

    public static ImmutableArray<OtherNode> Of(MembersSnapshot members)
    {
        var zone = members.Self?.Zone ?? "";
        return
        [
            .. members.Items.Where(static m => !m.IsSelf)
                .OrderBy(static m => m.Standing)
                .ThenByDescending(m => m.Zone == zone)
                .ThenBy(static m => m.Owner)
                .Select(static m => (Member: m, Address: AddressOf(m)))
                .Where(static m => m.Address.Length > 0)
                .DistinctBy(static m => m.Address)
                .Take(Most)
                .Select(static m => new OtherNode(m.Member.Name.Length > 0 ? m.Member.Name : m.Member.Owner.Address, m.Address)),
        ];
    }

    /// <summary>Its dashboard; empty: it has none, or says something that is no address of one.</summary>
    public static string AddressOf(MeshMember member) =>
        member.Doors.TryGetValue(DoorNames.Dashboard, out var url)
        && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? url
            : "";
}
