using Mesh.KeyValues;

namespace Mesh.Node.Etcd.Kv;

/// <summary>The entries at the revisions that the ranges of a transaction ask for. Pure.</summary>
internal sealed class Pins(IReadOnlyDictionary<long, KeyValueSnapshot> snapshots)
{
    public static readonly Pins None = new(new Dictionary<long, KeyValueSnapshot>());

    /// <summary>Null: what is there now is asked for.</summary>
    public IEntries? At(long revision) => snapshots.TryGetValue(revision, out var then) ? new SnapshotEntries(then) : null;
}
