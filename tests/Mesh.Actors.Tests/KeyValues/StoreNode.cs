using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.KeyValues;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>The store of one node without actors: a core, the hub that it publishes to, and the writes that are to travel.</summary>
internal sealed class StoreNode
{
    public const int Buckets = 4;

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public StoreNode(int n, TimeSpan? now = null, bool warm = true, KeyMemory? before = null, KeyValueHub? hub = null)
    {
        Now = now ?? TimeSpan.Zero;
        Owner = Some.Owner(n);
        Hub = hub ?? new KeyValueHub(Start, n & 63);
        Memory = KeyMemory.Of(Owner, Buckets, before);
        Core = new KeyValueCore(Memory, Hub.Snapshot, At);
        if (warm)
            Core.Release(At);
        Flush();
    }

    public Owner Owner { get; }

    public KeyValueHub Hub { get; }

    public KeyMemory Memory { get; }

    public KeyValueCore Core { get; }

    public TimeSpan Now { get; set; }

    public List<KeyBucketPart> Outbox { get; } = [];

    public KeyTime At => new(Now, Start + Now);

    public KeyValueSnapshot Snapshot => Hub.Snapshot;

    public IApplyReply Apply(params KeyWrite[] writes) => Apply(new KeyBatch(writes));

    public IApplyReply Apply(KeyBatch batch)
    {
        var reply = Core.Apply(batch, At);
        Flush();
        return reply(Hub.Snapshot);
    }

    public IApplyReply Put(string key, string value, long lease = 0) =>
        Apply(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8(value), lease));

    public Applied Delete(string key) => (Applied)Apply(new KeyWrite.Delete(Octets.Utf8(key)));

    public string? Get(string key) => Snapshot.Find(Octets.Utf8(key))?.Value.ToString();

    public void Do(Action<KeyValueCore> act)
    {
        act(Core);
        Flush();
    }

    public T Do<T>(Func<KeyValueCore, T> act)
    {
        var result = act(Core);
        Flush();
        return result;
    }

    public void Tick(TimeSpan by)
    {
        Now += by;
        Do(c => c.Tick(At));
    }

    public void Receive(params IEnumerable<KeyBucketPart> parts) => Do(c => c.Merge(parts, At));

    /// <summary>Everything that the other node holds.</summary>
    public void ReceiveAll(StoreNode other) =>
        Receive(Enumerable.Range(0, Buckets).Select(i => new KeyBucketPart(i, other.Core.Store.Bucket(i))).ToArray());

    public static void Meet(params StoreNode[] nodes)
    {
        foreach (var node in nodes)
        {
            foreach (var other in nodes.Where(o => o != node))
                node.Do(c => c.SetMember(other.Owner, Standing.Confirmed, node.At));
        }
    }

    /// <summary>Everybody hears everything that is on its way, until nothing is.</summary>
    public static void Settle(params StoreNode[] nodes)
    {
        while (nodes.Any(n => n.Outbox.Count > 0))
        {
            foreach (var from in nodes)
            {
                KeyBucketPart[] parts = [.. from.Outbox];
                from.Outbox.Clear();
                foreach (var to in nodes.Where(n => n != from))
                    to.Receive(parts);
            }
        }
    }

    private void Flush()
    {
        if (Core.View.HasNews)
        {
            var (snapshot, changes) = Core.View.Take();
            Hub.Publish(snapshot, changes);
        }

        foreach (var load in KeyLoads.Of(Owner, Core.Store.TakeWritten()))
            Outbox.AddRange(load);
    }
}
