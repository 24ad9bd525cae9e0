namespace Mesh.Palette.Api;

/// <summary>The members of the mesh, and the nodes that are away.</summary>
public sealed record ClusterReply(IReadOnlyList<MemberModel> Members)
{
    public IReadOnlyList<AwayModel> Away { get; init; } = [];
}
