using Mesh.Views;

namespace Mesh.Node.Consul.Blocking;

/// <summary>The nodes of the mesh at one index of this node.</summary>
internal sealed record MemberList(long Index, IReadOnlyList<MeshMember> Members);
