using Mesh.Membership;
using Mesh.Palette.Api;
using Mesh.Views;

namespace Mesh.Palette.Mapping;

/// <summary>From the members to what the API shows.</summary>
internal static class ClusterMapping
{
    public static ClusterReply ToReply(MembersSnapshot members, CatalogSnapshot snapshot) => new(
        [.. members.Items.OrderBy(m => m.Owner).Select(ToModel)])
    {
        Away = [.. AwayNodes.Of(snapshot, members).Select(static n => new AwayModel(n.Key, n.Value))],
    };

    private static MemberModel ToModel(MeshMember member) => new(
        member.Owner.Address,
        member.Name,
        member.Status,
        EnumText.Of(member.Standing),
        member.Roles,
        member.Zone,
        member.Version,
        member.IsSelf,
        member.Doors.TryGetValue(DoorNames.Http, out var url) ? url : null);
}
