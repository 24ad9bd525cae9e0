namespace Mesh.Membership.Joining;

/// <summary>What the nodes of one mesh have in common; who has other terms is refused at the join.</summary>
internal sealed record MeshTerms(string MeshName, int Buckets, int WireVersion);
