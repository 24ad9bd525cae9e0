using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Replication;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>
/// A simulated mesh of stores, and a model of what each write and deletion means: a deletion ends the writes that its
/// node had seen. Every value is written once, so that what comes back is told from what is written anew.
/// </summary>
internal sealed class StoreMesh
{
    private const int Keys = 12;

    private readonly int _seed;
    private readonly Random _random;
    private readonly List<StoreNode> _nodes;
    private readonly Dictionary<StoreNode, HashSet<string>> _vanished = [];
    private readonly Dictionary<StoreNode, long> _watched = [];
    private readonly Dictionary<StoreNode, int> _side = [];
    private readonly Dictionary<string, Written> _writes = [];
    private readonly Dictionary<string, List<(string Value, Written Write)>> _writesOf =
        Enumerable.Range(0, Keys).ToDictionary(k => $"k{k}", _ => new List<(string Value, Written Write)>());
    private readonly List<(string Key, long Claim)> _stones = [];
    private readonly List<(StoreNode From, StoreNode To, KeyBucketPart Delta)> _late = [];
    private int _next;
    private int _checks;

    public StoreMesh(int seed, int nodes)
    {
        _seed = seed;
        _random = new Random(seed);
        _nodes = [.. Enumerable.Range(1, nodes).Select(n => new StoreNode(n))];
        _next = nodes + 1;
        StoreNode.Meet([.. _nodes]);
        _nodes.ForEach(Watch);
    }

    /// <summary>Runs, heals, and checks every node; returns for how many keys it is certain what must be there.</summary>
    public int Run(int operations, bool cuts, bool deaths)
    {
        for (var step = 0; step < operations; step++)
        {
            if (cuts && _random.Next(500) == 0)
                _nodes.ForEach(n => _side[n] = _random.Next(2));
            var who = Any();
            Act(who, step);
            Spread(who);
            Deliver();
            if (_random.Next(40) == 0)
                Exchange(Any(), Any());
            if (_random.Next(20) == 0)
                Pass(TimeSpan.FromMilliseconds(_random.Next(3_000)));
            if (deaths && _random.Next(60) == 0)
                Replace(Any());
            _nodes.ForEach(Look);
        }

        Heal();
        return Check();
    }

    private StoreNode Any() => _nodes[_random.Next(_nodes.Count)];

    private void Watch(StoreNode node)
    {
        _vanished[node] = [];
        _watched[node] = node.Snapshot.Revision;
        _side[node] = 0;
    }

    private void Act(StoreNode node, int step)
    {
        var key = $"k{_random.Next(Keys)}";
        var slot = KeySlot.OfEntry(Octets.Utf8(key));
        if (_random.Next(3) > 0)
        {
            node.Put(key, $"{key}={step}");
            var write = new Written(key, node.Core.Store.Winner(slot)!.Value.Record.Claim, node.Owner);
            _writes[$"{key}={step}"] = write;
            _writesOf[key].Add(($"{key}={step}", write));
        }
        else if (node.Get(key) is { } seen)
        {
            node.Delete(key);
            // With a tombstone the deletion is over all claims that are a step lower; without, over the one entry that
            // there was. What is closer is neither before nor after it, and may fall either way.
            var stone = node.Core.Store.Winner(slot)?.Record.Claim;
            if (stone is { } claim)
                _stones.Add((key, claim));
            foreach (var (value, write) in _writesOf[key])
            {
                if (value == seen || write.Claim + ClaimSteps.Write <= stone)
                    (write.IsDead, write.Stone) = (true, stone ?? long.MaxValue);
            }
        }
    }

    /// <summary>Three in ten are lost, two come late or twice.</summary>
    private void Spread(StoreNode from)
    {
        KeyBucketPart[] deltas = [.. from.Outbox];
        from.Outbox.Clear();
        foreach (var delta in deltas)
        {
            foreach (var to in _nodes.Where(n => n != from && _side[n] == _side[from]))
            {
                var fate = _random.Next(10);
                if (fate >= 3)
                    to.Receive(delta);
                if (fate is 2 or 3 or 4)
                    _late.Add((from, to, delta));
            }
        }
    }

    private void Deliver()
    {
        while (_late.Count > 0 && _random.Next(3) == 0)
        {
            var at = _random.Next(_late.Count);
            var (from, to, delta) = _late[at];
            if (_side[from] == _side[to])
                to.Receive(delta);
            _late.RemoveAt(at);
        }
    }

    private void Exchange(StoreNode one, StoreNode other)
    {
        if (_side[one] != _side[other])
            return;
        one.ReceiveAll(other);
        other.ReceiveAll(one);
    }

    private void Pass(TimeSpan time)
    {
        foreach (var node in _nodes)
        {
            node.Tick(time);
            Spread(node);
        }
    }

    /// <summary>A node dies after the others have heard all of it; they remove it, and a new one joins.</summary>
    private void Replace(StoreNode dead)
    {
        _nodes.Remove(dead);
        _late.RemoveAll(l => l.From == dead || l.To == dead);
        _nodes.ForEach(n => n.ReceiveAll(dead));
        foreach (var node in _nodes)
        {
            node.Step(new KeyValueInput.MemberRemoved(dead.Owner));
            Spread(node);
        }

        var born = new StoreNode(_next++, _nodes[0].Now, warm: false);
        Watch(born);
        foreach (var node in _nodes)
        {
            node.Step(new KeyValueInput.MemberSeen(born.Owner, Standing.Confirmed));
            born.Step(new KeyValueInput.MemberSeen(node.Owner, Standing.Confirmed));
        }

        born.ReceiveAll(Any());
        born.Step(KeyValueInput.Warmed.Instance);
        _nodes.Add(born);
    }

    /// <summary>What was deleted and has left a node's view must not enter it again.</summary>
    private void Look(StoreNode node)
    {
        var changes = node.Hub.ChangesSince(_watched[node]);
        foreach (var happened in changes.Items!.Value.SelectMany(c => c.Events))
        {
            if (happened.Kind is KeyEventKind.Put && _vanished[node].Contains(happened.Entry.Value.ToString()))
            {
                var value = happened.Entry.Value.ToString();
                Assert.False(_writes[value].IsDead, $"seed {_seed}: {value} came back at {node.Owner}");
            }

            if (happened.Previous is { } before && HasSeenItGo(node, before))
                _vanished[node].Add(before.Value.ToString());
        }

        _watched[node] = changes.Snapshot.Revision;
    }

    /// <summary>
    /// Does the node know that the entry was removed by its owner, or of a deletion that covers it? One that merely gave way to another
    /// write may return when that is deleted by a node that had not seen the first.
    /// </summary>
    private bool HasSeenItGo(StoreNode node, KeyValue entry)
    {
        var (slot, write) = (KeySlot.OfEntry(entry.Key), _writes[entry.Value.ToString()]);
        var log = node.Core.Store.Bucket(KeyBuckets.IndexOf(slot, StoreNode.Buckets)).LogOf(write.Owner);
        // The record of a dead owner goes on in another's log, so that its own log tells nothing.
        return (_nodes.Any(n => n.Owner == write.Owner) && log.Find(slot)?.Claim != write.Claim)
            || (write.IsDead && node.Core.Store.Winner(slot) is { Record.Deleted: true } stone && stone.Record.Claim >= write.Stone);
    }

    private void Heal()
    {
        _nodes.ForEach(n => _side[n] = 0);
        for (var round = 0; round < 8; round++)
        {
            foreach (var to in _nodes)
                _nodes.Where(n => n != to).ToList().ForEach(to.ReceiveAll);
            Pass(TimeSpan.FromSeconds(6));
        }

        StoreNode.Settle([.. _nodes]);
        _nodes.ForEach(Look);
    }

    private int Check()
    {
        var first = Text(_nodes[0]);
        Assert.All(_nodes, n => Assert.Equal(first, Text(n)));
        for (var k = 0; k < Keys; k++)
        {
            var final = _nodes[0].Get($"k{k}");
            Assert.False(final is not null && _writes[final].IsDead, $"seed {_seed}: {final} was deleted and is there");
            // The highest claims of all, if they are of writes that nobody deleted, are what all agree on one of.
            Written[] writes = [.. _writesOf[$"k{k}"].Select(w => w.Write)];
            var step = writes.Select(w => w.Claim).DefaultIfEmpty().Max() - ClaimSteps.Write;
            Written[] last = [.. writes.Where(w => w.Claim > step)];
            if (last.Length > 0 && last.All(w => !w.IsDead) && !_stones.Any(s => s.Key == $"k{k}" && s.Claim > step))
            {
                Assert.True(final is not null && last.Contains(_writes[final]), $"seed {_seed}: k{k} is live and lost, {final ?? "nothing"} is there");
                _checks++;
            }
        }

        return _checks;
    }

    private static string Text(StoreNode node) =>
        string.Join(' ', node.Snapshot.Range(default, null).Select(e => $"{e.Value}@{e.Owner}"));

    private sealed record Written(string Key, long Claim, Owner Owner)
    {
        public bool IsDead { get; set; }

        /// <summary>The claim of the tombstone; with none, nothing is as high.</summary>
        public long Stone { get; set; }
    }
}
