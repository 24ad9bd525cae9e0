namespace Mesh.Node.Metrics;

/// <summary>What a request comes in by.</summary>
internal enum DoorName
{
    Native,
    Consul,
    Etcd,
    EtcdJson,
    Dns,
}
