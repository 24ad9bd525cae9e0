namespace Mesh.Palette.Api;

/// <summary>The members of the mesh.</summary>
public sealed record ClusterReply(IReadOnlyList<MemberModel> Members);
