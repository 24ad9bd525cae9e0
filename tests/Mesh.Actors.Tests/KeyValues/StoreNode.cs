using System.Collections.Immutable;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Views;
using static Mesh.KeyValues.KeyValueProtocol;
using KeyState = Mesh.Replication.ClaimState<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>The store of one node without actors: a core, the hub that it publishes to, and the writes that are to travel.</summary>
internal sealed class StoreNode
{
    public const int Buckets = 4;

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Requester Caller = new("caller");

    private readonly List<KeyValueEffect> _effects = [];

    public StoreNode(
        int n, TimeSpan? now = null, bool warm = true, KeyState? before = null, KeyValueHub? hub = null, InstanceRule? rule = null,
        bool hasPast = false)
    {
        Now = now ?? TimeSpan.Zero;
        Owner = Some.Owner(n);
        Hub = hub ?? new KeyValueHub();
        State = KeyState.Of(Owner, KeyBucket.Empty, Buckets, before, hasPast: hasPast);
        Core = new KeyValueCore(State, Hub.Snapshot, rule, Hub.Heard, At);
        Step(KeyValueInput.Started.Instance);
        if (warm)
            Step(KeyValueInput.Warmed.Instance);
    }

    public Owner Owner { get; }

    public KeyValueHub Hub { get; }

    public KeyState State { get; }

    public KeyValueCore Core { get; }

    public TimeSpan Now { get; set; }

    public List<KeyBucketPart> Outbox { get; } = [];

    /// <summary>Of the state that the last of <see cref="Outbox"/> came to.</summary>
    public ulong Mark { get; private set; }

    /// <summary>All that the core asked for, in order, of the last input and the flush after it.</summary>
    public IReadOnlyList<KeyValueEffect> Effects => _effects;

    /// <summary>What the registry shows.</summary>
    public CatalogSnapshot Catalog { get; set; } = new(
        1, ImmutableDictionary<string, ServiceView>.Empty, ImmutableDictionary<Owner, OwnerContact>.Empty);

    public Moment At => new(Now, Start + Now);

    public KeyValueSnapshot Snapshot => Hub.Snapshot;

    public IApplyReply Apply(params KeyWrite[] writes) => Apply(new KeyBatch(writes));

    public IApplyReply Apply(KeyBatch batch) => (IApplyReply)Ask(new KeyValueInput.Apply(batch, Caller));

    public IApplyReply Put(string key, string value, long lease = 0) =>
        Apply(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8(value), lease));

    public Applied Delete(string key) => (Applied)Apply(new KeyWrite.Delete(Octets.Utf8(key)));

    public string? Get(string key) => Snapshot.Find(Octets.Utf8(key))?.Value.ToString();

    /// <summary>One input, and the flush that it asks for.</summary>
    public StoreNode Step(KeyValueInput input)
    {
        _effects.Clear();
        if (Only(input))
            Assert.False(Only(KeyValueInput.Flush.Instance), "a flush asks for another");
        return this;
    }

    /// <summary>One input without the flush that it asks for; true: it asks for one.</summary>
    public bool Only(KeyValueInput input)
    {
        var isFlushDue = false;
        foreach (var effect in Core.Step(input, At))
        {
            if (effect is KeyValueEffect.Flush)
                isFlushDue = true;
            else
                _effects.Add(effect);
            if (effect is KeyValueEffect.Publish publish)
                Hub.Publish(publish.Snapshot, publish.Changes);
            else if (effect is KeyValueEffect.Replicate replicate)
                Take(replicate);
        }

        return isFlushDue;
    }

    /// <summary>The one answer to a call.</summary>
    public IReply Ask(KeyValueInput input) => Assert.Single(Step(input).Effects.OfType<KeyValueEffect.Reply>()).Message;

    /// <summary>The owner that is asked for a call; nobody is answered yet.</summary>
    public Owner Asks(KeyValueInput input) => Assert.IsType<KeyValueEffect.AskOwner>(Assert.Single(Step(input).Effects)).To;

    public void Tick(TimeSpan by)
    {
        Now += by;
        Step(new KeyValueInput.Tick(Catalog));
    }

    public void Receive(params IEnumerable<KeyBucketPart> parts) => Step(new KeyValueInput.Arrived([.. parts]));

    /// <summary>What another node sent last, as it sends it.</summary>
    public void Receive(IEnumerable<KeyBucketPart> parts, ulong mark) =>
        Step(new KeyValueInput.Arrived([.. parts], Mark: mark));

    /// <summary>Everything that the other node holds.</summary>
    public void ReceiveAll(StoreNode other) =>
        Receive(Enumerable.Range(0, Buckets).Select(i => new KeyBucketPart(i, other.Core.Store.Bucket(i))).ToArray());

    public static void Meet(params StoreNode[] nodes)
    {
        foreach (var node in nodes)
        {
            foreach (var other in nodes.Where(o => o != node))
                node.Step(new KeyValueInput.MemberSeen(other.Owner, Standing.Confirmed));
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
                    to.Receive(parts, from.Mark);
            }
        }
    }

    private void Take(KeyValueEffect.Replicate replicate)
    {
        Outbox.AddRange(KeyLoads.Of(Owner, replicate.Writes).SelectMany(l => l));
        Mark = replicate.Mark;
    }
}
