using Mesh.KeyValues;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>One node beside a naive model of etcd's store: a sorted map, a counter, and a list of all that happened.</summary>
public sealed class StoreModelTests
{
    private readonly StoreNode _node = new(1);
    private readonly SortedDictionary<string, (string Value, long Create, long Mod, long Version)> _model = new(StringComparer.Ordinal);

    [Fact]
    public void A_hundred_thousand_random_operations_agree_with_the_model()
    {
        var random = new Random(20_262);
        var resumed = _node.Snapshot;
        for (var step = 0; step < 100_000; step++)
        {
            Perform(random, step);
            if (step % 500 == 0)
                Compare(random);
            if (step % 97 == 0)
                resumed = Resume(resumed);
        }

        Compare(random);
    }

    private void Perform(Random random, int step)
    {
        var key = $"k{random.Next(300):d3}";
        switch (random.Next(10))
        {
            case < 6:
                var applied = (Applied)_node.Put(key, $"v{step}");
                Assert.Equal(_model.ContainsKey(key), applied.Previous[0].Length == 1);
                _model[key] = _model.TryGetValue(key, out var old)
                    ? ($"v{step}", old.Create, applied.Revision, old.Version + 1)
                    : ($"v{step}", applied.Revision, applied.Revision, 1);
                break;
            case < 9:
                Assert.Equal(_model.Remove(key), _node.Delete(key).Previous[0].Length == 1);
                break;
            default:
                var to = $"k{random.Next(300):d3}";
                var gone = (Applied)_node.Apply(new KeyWrite.DeleteRange(Octets.Utf8(key), Octets.Utf8(to)));
                string[] expected = [.. _model.Keys.Where(k => Within(k, key, to))];
                Assert.Equal(expected, gone.Previous[0].Select(e => e.Key.ToString()));
                Array.ForEach(expected, k => _model.Remove(k));
                break;
        }
    }

    private void Compare(Random random)
    {
        var snapshot = _node.Snapshot;
        Assert.Equal(
            _model.Select(m => (m.Key, m.Value.Value, m.Value.Create, m.Value.Mod, m.Value.Version)),
            snapshot.Range(default, null).Select(e => (e.Key.ToString(), e.Value.ToString(), e.CreateRevision, e.ModRevision, e.Version)));
        var (from, to) = ($"k{random.Next(300):d3}", $"k{random.Next(300):d3}");
        string[] between = [.. _model.Keys.Where(k => Within(k, from, to))];
        Assert.Equal(between, snapshot.Range(Octets.Utf8(from), Octets.Utf8(to)).Select(e => e.Key.ToString()));
        Assert.Equal(between.Length, snapshot.CountOf(Octets.Utf8(from), Octets.Utf8(to)));
        Assert.Equal(_model.Values.Sum(v => v.Value.Length) + (_model.Count * (4 + 64)), _node.Core.Usage.Bytes);
    }

    /// <summary>Who applies the changes to an old snapshot comes to the new one; who undoes them, to the old one.</summary>
    private KeyValueSnapshot Resume(KeyValueSnapshot old)
    {
        var entries = old.Range(default, null).ToDictionary(e => e.Key);
        var changes = _node.Hub.ChangesSince(old.Revision);
        foreach (var happened in changes.Items!.Value.SelectMany(c => c.Events))
        {
            Assert.Equal(entries.GetValueOrDefault(happened.Entry.Key), happened.Previous);
            if (happened.Kind is KeyEventKind.Put)
                entries[happened.Entry.Key] = happened.Entry;
            else
                entries.Remove(happened.Entry.Key);
        }

        Assert.Equal(changes.Snapshot.Range(default, null), entries.Values.OrderBy(e => e.Key));
        Assert.Equal(old.Range(default, null), _node.Hub.SnapshotAt(old.Revision)!.Range(default, null));
        return changes.Snapshot;
    }

    private static bool Within(string key, string from, string to) =>
        string.CompareOrdinal(key, from) >= 0 && string.CompareOrdinal(key, to) < 0;
}
