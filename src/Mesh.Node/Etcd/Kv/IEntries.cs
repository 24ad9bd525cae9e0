using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Kv;

/// <summary>Entries in bytewise order of their keys.</summary>
internal interface IEntries
{
    KeyValue? Find(Octets key);

    int CountOf(KeyRange range);

    /// <summary>Adds the first entries of the range, so many at most.</summary>
    void Collect(KeyRange range, int most, List<KeyValue> into);
}
