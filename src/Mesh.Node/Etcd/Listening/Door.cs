namespace Mesh.Node.Etcd.Listening;

/// <summary>Which listener a request came in by.</summary>
internal enum Door
{
    Native,
    Etcd,
    EtcdJson,
}
