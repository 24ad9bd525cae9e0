namespace Mesh.Dashboard.Doors;

/// <summary>What a door speaks.</summary>
internal enum DoorKind
{
    Native,
    Consul,
    Etcd,
    EtcdJson,
    Dns,

    /// <summary>To the other nodes of the mesh.</summary>
    Links,

    /// <summary>To the gateways of other meshes.</summary>
    Gateway,

    /// <summary>Petabridge.Cmd.</summary>
    Pbm,
}
