namespace Mesh;

/// <summary>Names that nodes of one mesh must agree on.</summary>
internal static class MeshNames
{
    public const string ActorSystem = "mesh";
    public const string Guardian = "mesh";
    public const string Registry = "registry";
    public const string Replication = "replication";
    public const string Heartbeats = "heartbeats";
    public const string Membership = "membership";
    public const string Select = "select";
    public const string Kademlia = "kademlia";

    public const string Remote = "remote";
    public const string Imports = "imports";
    public const string Exports = "exports";

    public const string KeyValues = "keyvalues";
    public const string KeyReplication = "key-replication";

    public const string RegistryPath = "/user/mesh/registry";
    public const string ReplicationPath = "/user/mesh/replication";
    public const string HeartbeatsPath = "/user/mesh/heartbeats";
    public const string MembershipPath = "/user/mesh/membership";
    public const string SelectPath = "/user/mesh/select";
    public const string ImportsPath = "/user/mesh/imports";
    public const string KademliaPath = "/user/mesh/kademlia";

    /// <summary>Cluster role of nodes that are part of the overlay between meshes.</summary>
    public const string GatewayRole = "gateway";
    public const string KeyValuesPath = "/user/mesh/keyvalues";
    public const string KeyReplicationPath = "/user/mesh/key-replication";
}
