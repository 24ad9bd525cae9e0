namespace Mesh.Node.Consul.Kv;

/// <summary>In which form a client wants entries.</summary>
internal enum KvForm
{
    One,
    Raw,
    Recurse,
    Keys,
}
