using Mesh.KeyValues;

namespace Mesh.Node.Etcd.Answers;

/// <summary>An entry as etcd's clients read it. Pure.</summary>
internal static class KvMapping
{
    public static Mesh.Node.Etcd.Proto.KeyValue Of(KeyValue entry, bool keysOnly = false) => new()
    {
        Key = Bytes.Of(entry.Key),
        Value = keysOnly ? Google.Protobuf.ByteString.Empty : Bytes.Of(entry.Value),
        CreateRevision = entry.CreateRevision,
        ModRevision = entry.ModRevision,
        Version = entry.Version,
        Lease = entry.Lease,
    };
}
