using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Kv;

internal sealed class SnapshotEntries(KeyValueSnapshot snapshot) : IEntries
{
    public KeyValue? Find(Octets key) => snapshot.Find(key);

    public int CountOf(KeyRange range) => snapshot.CountOf(range.From, range.To);

    public void Collect(KeyRange range, int most, List<KeyValue> into)
    {
        foreach (var entry in snapshot.Range(range.From, range.To))
        {
            if (most-- <= 0)
                return;
            into.Add(entry);
        }
    }
}
