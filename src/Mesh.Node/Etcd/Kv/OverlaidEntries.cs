using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Kv;

/// <summary>Entries as the operations of a transaction find them: those before it, with what its earlier writes made of them.</summary>
internal sealed class OverlaidEntries(IEntries below) : IEntries
{
    private readonly SortedDictionary<Octets, KeyValue?> _written = [];

    /// <summary>Null: deleted.</summary>
    public void Write(Octets key, KeyValue? entry) => _written[key] = entry;

    public KeyValue? Find(Octets key) => _written.TryGetValue(key, out var entry) ? entry : below.Find(key);

    public int CountOf(KeyRange range) => All(range).Count;

    public void Collect(KeyRange range, int most, List<KeyValue> into)
    {
        var all = All(range);
        into.AddRange(all.GetRange(0, Math.Min(most, all.Count)));
    }

    private List<KeyValue> All(KeyRange range)
    {
        var all = new List<KeyValue>();
        below.Collect(range, int.MaxValue, all);
        all.RemoveAll(e => _written.ContainsKey(e.Key));
        foreach (var (key, entry) in _written)
        {
            if (entry is not null && range.Contains(key))
                all.Add(entry);
        }

        all.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        return all;
    }
}
