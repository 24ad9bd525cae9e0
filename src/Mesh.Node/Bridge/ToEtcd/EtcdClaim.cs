namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>Which process of a bridge works.</summary>
/// <param name="Mesh">The mesh that the bridge belongs to.</param>
/// <param name="Session">The process.</param>
/// <param name="Lease">What all its keys hang on; as text, for readers that keep numbers as doubles.</param>
internal sealed record EtcdClaim(string Mesh, string Session, string Lease);
