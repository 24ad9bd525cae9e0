using System.Collections.Immutable;
using Mesh.Actors.Tests.Churn;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;
using InstanceState = Mesh.Replication.ClaimState<
    Mesh.Replication.InstanceBucket, Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Registry;

/// <summary>
/// The registries of several nodes in memory: pushes between those that reach each other, and a replicator that brings
/// what was ever written late, again, and of owners that are gone. Nodes restart, part and come together again as real
/// ones do: who was removed begins anew in its process.
/// </summary>
internal sealed class RegistryMesh
{
    private const int Buckets = 4;
    private static readonly Evidence Because = new(Causes.MemberRemoved, "test", "");

    private readonly Node[] _nodes;
    private readonly InstanceBucket[] _replicator = [.. Enumerable.Repeat(InstanceBucket.Empty, Buckets)];
    private int _incarnations = 1000;
    // Clocks that count from the start of a machine do not begin at zero.
    private TimeSpan _elapsed = TimeSpan.FromHours(100);
    private int _small;

    private readonly TimeSpan? _reapAfter;
    private readonly bool _stores;

    /// <param name="stores">The nodes have disks; what is on them tests bring back themselves.</param>
    public RegistryMesh(int count, TimeSpan? reapAfter = null, bool stores = false)
    {
        _reapAfter = reapAfter;
        _stores = stores;
        _nodes = [.. Enumerable.Range(0, count).Select(i => new Node($"10.0.0.{i + 1}:4053"))];
        foreach (var node in _nodes)
            Begin(node, keeps: false);
    }

    /// <summary>Nobody is cut off.</summary>
    public bool IsWhole => _small == 0;

    public int Count => _nodes.Length;

    public bool Register(int at, InstanceKey key, Lifetime life) => Ask(
        at, new Register(Some.Record(key, 0) with { Life = life }, Consistency.Local, TimeSpan.Zero)) is Registered;

    public bool Deregister(int at, InstanceKey key) => Ask(at, new Deregister(key, Because)) is Deregistered;

    public InstanceView? Shown(int at, InstanceKey key) => _nodes[at].Core.View.Find(key);

    public bool Holds(int at, InstanceKey key) => _nodes[at].Registrations.ContainsKey(key);

    /// <summary>Which of the nodes that are up check the instance.</summary>
    public int[] CheckedBy(InstanceKey key) => [.. Enumerable.Range(0, Count).Where(n => !_nodes[n].IsDown && _nodes[n].Tracked.Contains(key))];

    public IEnumerable<string> Told(int at, InstanceKey key) => _nodes[at].Core.Events.Of(key).Select(e => $"{e.Change} {e.Evidence.Detail}");

    public IEnumerable<KeptPlace> Places(int at) => _nodes[at].Places.Values;

    public ServiceInstance Registration(int at, InstanceKey key) => _nodes[at].Registrations[key];

    public int Ownerless => _nodes.Sum(n => n.Core.View.OwnerlessEntries);

    /// <summary>How many instances the node shows.</summary>
    public int ShownBy(int at) => _nodes[at].Snapshot.Services.Values.Sum(s => s.Instances.Length);

    /// <summary>What the registry of one node keeps alive, whatever it is.</summary>
    public Reachable KeptBy(int at) => Reachable.From(_nodes[at].Core, _nodes[at].Snapshot);

    public int Tombstones => _nodes.Sum(n => n.Core.View.Tombstones);

    /// <summary>The process ends and begins anew; the others see its member removed first.</summary>
    public void Restart(int at)
    {
        Remove(_nodes[at], Others(_nodes[at]));
        Begin(_nodes[at], keeps: false);
    }

    public void End(int at)
    {
        Remove(_nodes[at], Others(_nodes[at]));
        _nodes[at].IsDown = true;
    }

    public void Start(int at) => Begin(_nodes[at], keeps: false);

    /// <summary>The process begins anew under another address, with the disk that it had.</summary>
    public void Start(int at, string address)
    {
        _nodes[at].FormerHomes = [_nodes[at].Address];
        _nodes[at].Address = address;
        Begin(_nodes[at], keeps: false);
    }

    /// <summary>The first nodes, fewer than half, are cut off, and removed by the rest.</summary>
    public void Part(int small)
    {
        _small = small;
        foreach (var cut in _nodes.Take(small))
            Remove(cut, _nodes.Skip(small));
        foreach (var cut in _nodes.Take(small))
        {
            foreach (var other in _nodes.Skip(small))
                cut.Take(new RegistryInput.StandingChanged(other.Owner, Standing.Unreachable, Because), Now, Carry);
        }
    }

    /// <summary>Those who were removed find that out, and begin anew with what they hold.</summary>
    public void Heal()
    {
        var cut = _nodes.Take(_small).ToArray();
        _small = 0;
        foreach (var node in cut)
            Remove(node, _nodes.Except(cut));
        foreach (var node in cut)
            node.IsDown = true;
        foreach (var node in cut)
            Begin(node, keeps: true);
    }

    public void Pass(TimeSpan time, TimeSpan step)
    {
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            _elapsed += step;
            foreach (var node in _nodes.Where(n => !n.IsDown))
                node.Take(RegistryInput.Tick.Instance, Now, Carry);
        }
    }

    /// <summary>The replicator brings one node all that was ever written, of whoever; with a partition, nothing.</summary>
    public void Gossip(int at)
    {
        if (IsWhole && !_nodes[at].IsDown)
            _nodes[at].Take(Arrived(Parts(_replicator)), Now, Carry);
    }

    private Moment Now => new(_elapsed, RegistryNode.Start + _elapsed);

    /// <summary>Null: the node is down.</summary>
    public IReply? Ask(int at, ICommand command)
    {
        if (_nodes[at].IsDown)
            return null;
        _elapsed += TimeSpan.FromSeconds(1);
        _nodes[at].Replies.Clear();
        _nodes[at].Take(new RegistryInput.Command(command, RegistryNode.Caller), Now, Carry);
        return _nodes[at].Replies.Single();
    }

    private void Begin(Node node, bool keeps)
    {
        node.Owner = new Owner(node.Address, ++_incarnations);
        node.IsDown = false;
        node.Places = node.Places.Clear();
        node.Tracked.Clear();
        node.State = InstanceState.Of(node.Owner, InstanceBucket.Empty, Buckets, keeps ? node.State : null, hasPast: _stores);
        node.Core = new RegistryCore(
            node.Owner,
            new CatalogView(node.State, Published, hold: false, Now.At, node.FormerHomes),
            Published,
            keeps ? node.Registrations : ImmutableDictionary<InstanceKey, ServiceInstance>.Empty,
            Selections.Context(),
            Now,
            _reapAfter);
        node.Take(RegistryInput.Started.Instance, Now, Carry);
        var others = Others(node).ToArray();
        foreach (var other in others)
        {
            node.Take(new RegistryInput.MemberSeen(other.Owner, Standing.Confirmed, new OwnerContact(0)), Now, Carry);
            other.Take(new RegistryInput.MemberSeen(node.Owner, Standing.Confirmed, new OwnerContact(0)), Now, Carry);
        }

        foreach (var other in others)
            node.Take(Arrived(Parts([.. Enumerable.Range(0, Buckets).Select(other.Core.View.Bucket)])), Now, Carry);
        node.Take(RegistryInput.Warmed.Instance, Now, Carry);
        foreach (var other in others)
            other.Take(Arrived(node.Core.View.OwnLogs()), Now, Carry);
    }

    private void Remove(Node gone, IEnumerable<Node> seenBy)
    {
        foreach (var node in seenBy.Where(n => n != gone && !n.IsDown).ToArray())
            node.Take(new RegistryInput.MemberRemoved(gone.Owner, Because), Now, Carry);
    }

    private IEnumerable<Node> Others(Node node)
    {
        var side = Array.IndexOf(_nodes, node) < _small;
        return _nodes.Where(n => n != node && !n.IsDown && n.Core is not null && Array.IndexOf(_nodes, n) < _small == side);
    }

    private void Carry(Node from, RegistryEffect.Replicate push)
    {
        foreach (var part in push.Parts)
            _replicator[part.Index] = _replicator[part.Index].Merge(part.Bucket);
        foreach (var other in Others(from).ToArray())
        {
            foreach (var confirm in other.Take(Arrived(push.Parts, from.Owner, push.Number), Now, Carry).OfType<RegistryEffect.Confirm>())
                from.Take(new RegistryInput.Confirmed(other.Owner, confirm.Number), Now, Carry);
        }
    }

    private static RegistryInput.Arrived Arrived(ImmutableArray<BucketPart> parts, Owner? from = null, long number = 0) =>
        new(new ReplicationProtocol.Arrived(parts, PolicyTable.Empty, from, number));

    private static ImmutableArray<BucketPart> Parts(InstanceBucket[] buckets) => [.. buckets.Select((b, i) => new BucketPart(i, b))];

    private static CatalogSnapshot Published => new(
        1, ImmutableDictionary<string, ServiceView>.Empty, ImmutableDictionary<Owner, OwnerContact>.Empty);

    private sealed class Node(string address)
    {
        public string Address { get; set; } = address;

        public ImmutableHashSet<string> FormerHomes { get; set; } = [];

        public ImmutableDictionary<InstanceKey, KeptPlace> Places { get; set; } = ImmutableDictionary<InstanceKey, KeptPlace>.Empty;

        public Owner Owner { get; set; } = new(address, 0);

        public bool IsDown { get; set; }

        public InstanceState? State { get; set; }

        public RegistryCore Core { get; set; } = null!;

        /// <summary>The last that was published.</summary>
        public CatalogSnapshot Snapshot { get; private set; } = Published;

        public ImmutableDictionary<InstanceKey, ServiceInstance> Registrations => Core.Registrations;

        /// <summary>What its heartbeat actor was told to watch over.</summary>
        public HashSet<InstanceKey> Tracked { get; } = [];

        /// <summary>What callers were answered.</summary>
        public List<IReply> Replies { get; } = [];

        public List<RegistryEffect> Take(RegistryInput input, Moment now, Action<Node, RegistryEffect.Replicate> carry)
        {
            var all = new List<RegistryEffect>();
            for (RegistryInput? next = input; next is not null;)
            {
                var effects = Core.Step(next, now);
                all.AddRange(effects);
                next = effects.Any(e => e is RegistryEffect.Flush) ? RegistryInput.Flush.Instance : null;
                foreach (var replicate in effects.OfType<RegistryEffect.Replicate>())
                    carry(this, replicate);
                Snapshot = effects.OfType<RegistryEffect.Publish>().LastOrDefault()?.Snapshot ?? Snapshot;
                Places = effects.OfType<RegistryEffect.Retain>().LastOrDefault()?.Places ?? Places;
                Replies.AddRange(effects.OfType<RegistryEffect.Reply>().Select(r => r.Message));
                foreach (var order in effects.OfType<RegistryEffect.Heartbeat>().Select(h => h.Order))
                    Watch(order);
            }

            // What goes to the log.
            _ = Core.Events.TakeNews();
            return all;
        }

        private void Watch(HeartbeatProtocol.IMessage order)
        {
            if (order is HeartbeatProtocol.Track track)
                Tracked.Add(track.Instance.Key);
            else if (order is HeartbeatProtocol.Untrack untrack)
                Tracked.Remove(untrack.Key);
        }
    }
}
