namespace Mesh.Node.Etcd.Answers;

/// <summary>Which listener a request came in by.</summary>
internal enum Door
{
    Native,
    Etcd,
    EtcdJson,
}
