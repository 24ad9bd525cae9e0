using System.Collections.Immutable;
using CsCheck;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Actors.Tests.Registry;

public sealed class IndexLineTests
{
    private static readonly long Claim = RegistryNode.StartClaim;
    private static readonly long Slot = CommonIndex.SlotOfClaim(Claim);

    [Fact]
    public void Nodes_that_see_claims_one_after_another_number_alike()
    {
        var (one, other) = (new Node(), new Node(first: 100));
        foreach (var node in (Node[])[one, other])
        {
            node.Put("a", 1, Claim);
            node.Put("b", 1, Claim + 10_000);
            node.Put("a", 2, Claim + 20_000);
        }

        Assert.Equal(one.Shown, other.Shown);
        Assert.Equal(Slot + 80, CommonIndex.SlotOf(one.Index("a")!.Value));
        Assert.Empty(one.Told);
    }

    [Fact]
    public void Claims_of_one_flush_are_numbered_as_if_they_had_come_alone()
    {
        var (one, other) = (new Node(), new Node());
        one.Put("b", 1, Claim);
        one.Put("a", 1, Claim + 10_000);
        other.Flush(("a", 1, Claim + 10_000), ("b", 1, Claim));

        Assert.Equal(one.Shown, other.Shown);
    }

    [Fact]
    public void Index_rises_without_a_claim_and_the_others_are_told()
    {
        var node = new Node();
        node.Put("a", 1, Claim);
        node.Put("a", 1, Claim, InstanceStatus.Critical);

        Assert.Equal(Slot + 1, CommonIndex.SlotOf(node.Index("a")!.Value));
        Assert.Equal([(IndexLine.Whole, Slot + 1), ("a", Slot + 1)], node.Told.Select(t => (t.Name, t.Slot)));
    }

    [Fact]
    public void What_another_node_tells_of_itself_is_not_told_here()
    {
        var node = new Node { Tells = false };
        node.Put("a", 1, Claim);
        node.Put("a", 1, Claim, InstanceStatus.Critical);

        Assert.Empty(node.Told);
    }

    [Fact]
    public void Service_that_returns_is_numbered_beyond_its_end()
    {
        var node = new Node();
        node.Put("a", 1, Claim);
        node.Remove("a", 1, Claim + 1_000_000);
        node.Put("a", 1, Claim + 2_000);

        Assert.True(node.Index("a") > node.Line.GoneIndex, $"{node.Index("a")} after {node.Line.GoneIndex}");
    }

    [Fact]
    public void Node_that_begins_anew_gives_no_smaller_index_than_before()
    {
        var before = new Node(first: Slot - 1_000);
        before.Put("a", 1, Claim);
        before.Put("a", 1, Claim, InstanceStatus.Critical);
        before.Put("b", 1, Claim);
        before.Remove("b", 1, Claim + 500);
        var after = new Node(first: Slot + 1_000);
        after.Put("a", 1, Claim, InstanceStatus.Critical);

        Assert.True(after.Index("a") > before.Index("a"));
        Assert.True(after.Line.GoneIndex > before.Line.GoneIndex);
        Assert.True(after.Line.WholeIndex > before.Line.WholeIndex);
    }

    [Fact]
    public void Lower_number_of_the_same_content_follows_the_higher()
    {
        var (one, other) = (new Node(first: Slot + 1_000), new Node());
        one.Put("a", 1, Claim);
        other.Put("a", 1, Claim);
        one.Line.TellAll();

        other.Hear(one.Told);

        Assert.Equal(one.Shown, other.Shown);
    }

    [Fact]
    public void Higher_number_of_the_same_content_is_told_to_who_told_a_lower()
    {
        var (one, other) = (new Node(first: Slot + 1_000), new Node());
        one.Put("a", 1, Claim);
        other.Put("a", 1, Claim);
        other.Line.TellAll();

        one.Hear(other.Told);
        other.Hear(one.Told);

        Assert.Equal(one.Shown, other.Shown);
    }

    [Fact]
    public void Number_of_what_is_not_here_yet_counts_once_it_has_come()
    {
        var (one, other) = (new Node(first: Slot + 1_000), new Node());
        other.Put("a", 1, Claim);
        one.Flush(("a", 1, Claim), ("a", 2, Claim + 1_000));
        one.Line.TellAll();
        other.Hear(one.Told);
        Assert.True(other.Index("a") < one.Index("a"));

        other.Put("a", 2, Claim + 1_000);

        Assert.Equal(one.Shown, other.Shown);
    }

    [Fact]
    public void Indexes_never_go_back_and_meet_once_the_nodes_show_the_same() => Gen.Select(
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1], Gen.Int[0, 4_000], Gen.Int[0, 3]).Array[1, 12],
        Gen.Int[0, 1_000_000]).Sample((steps, seed) =>
    {
        // Each node sees all changes of a key in order, but those of different keys mixed anyhow, and in flushes of its own.
        var nodes = Enumerable.Range(0, 3).Select(n => new Node(first: Slot - 10 + n)).ToArray();
        var changes = steps.Select((s, n) => (Service: $"s{s.Item2}", Id: s.Item1, Claim: Claim + s.Item3, Status: (InstanceStatus)(s.Item4 % 3), Turn: n)).ToArray();
        for (var n = 0; n < nodes.Length; n++)
        {
            var random = new Random(seed + n);
            var queues = changes.GroupBy(c => (c.Service, c.Id)).Select(g => new Queue<(string Service, int Id, long Claim, InstanceStatus Status, int Turn)>(g)).ToList();
            while (queues.Count > 0)
            {
                var before = nodes[n].Shown;
                var queue = queues[random.Next(queues.Count)];
                var change = queue.Dequeue();
                nodes[n].Put(change.Service, change.Id, change.Claim, change.Status);
                Assert.All(before, b => Assert.True(nodes[n].Shown.Single(s => s.Name == b.Name).Index >= b.Index));
                if (queue.Count == 0)
                    queues.Remove(queue);
            }
        }

        for (var round = 0; round < 3; round++)
        {
            foreach (var node in nodes)
            {
                if (round == 0)
                    node.Line.TellAll();
                var told = node.Told;
                foreach (var other in nodes.Where(o => o != node))
                    other.Hear(told);
            }
        }

        Assert.Equal(nodes[0].Shown, nodes[1].Shown);
        Assert.Equal(nodes[0].Shown, nodes[2].Shown);
        Assert.All(nodes, n => Assert.Empty(n.Told));
    });

    private sealed class Node
    {
        private readonly Dictionary<InstanceKey, InstanceView> _shown = [];
        private readonly SortedDictionary<string, long> _indexes = new(StringComparer.Ordinal);

        public Node(long first = 1) => Line = new IndexLine(new CatalogSnapshot(
            1, ImmutableDictionary<string, ServiceView>.Empty, ImmutableDictionary<Owner, OwnerContact>.Empty)
        {
            Index = CommonIndex.Of(first, 0),
            GoneIndex = CommonIndex.Of(first, 0),
        });

        public IndexLine Line { get; }

        public bool Tells { get; init; } = true;

        public ImmutableArray<ReachedIndex> Told => Line.TakeUntold(Index);

        public (string Name, long Index)[] Shown => [.. _indexes.Select(i => (i.Key, i.Value)), (IndexLine.Whole, Line.WholeIndex)];

        public long? Index(string service) => _indexes.TryGetValue(service, out var index) ? index : null;

        public void Put(string service, int id, long claim, InstanceStatus status = InstanceStatus.Passing)
        {
            Change(service, id, claim, status);
            Step([service]);
        }

        public void Remove(string service, int id, long claim)
        {
            Change(service, id, claim, null);
            Step([service]);
        }

        public void Flush(params (string Service, int Id, long Claim)[] puts)
        {
            foreach (var (service, id, claim) in puts)
                Change(service, id, claim, InstanceStatus.Passing);
            Step(puts.Select(p => p.Service).Distinct());
        }

        public void Hear(IEnumerable<ReachedIndex> told)
        {
            foreach (var one in told)
            {
                if (Line.Reach(one, Index(one.Name)) is { } index)
                    _indexes[one.Name] = index;
            }
        }

        private void Change(string service, int id, long claim, InstanceStatus? status)
        {
            var record = Some.Record(Some.Key(service, $"{id}"), 0);
            var before = _shown.GetValueOrDefault(record.Key);
            InstanceView? after = status is { } known
                ? new(record with { Claim = claim, Status = known }, RegistryNode.Self, Standing.Confirmed)
                : null;
            if (after is null)
                _shown.Remove(record.Key);
            else
                _shown[record.Key] = after;
            Line.Change(service, before, after, claim, Tells);
        }

        private void Step(IEnumerable<string> services)
        {
            foreach (var service in Line.InOrder(services))
            {
                if (_shown.Keys.Any(k => k.Service.Value == service))
                {
                    _indexes[service] = Line.Step(service, Index(service));
                    continue;
                }

                Line.Leave(service, Index(service));
                _indexes.Remove(service);
            }
        }
    }
}
