using Mesh.Views;

namespace Mesh.Node.Consul.Blocking;

/// <summary>The nodes of the mesh at one index of this node.</summary>
/// <param name="Version">Of the members that it was made from.</param>
internal sealed record MemberList(long Version, long Index, IReadOnlyList<MeshMember> Members)
{
    public static readonly MemberList Unknown = new(0, 0, []);
}
