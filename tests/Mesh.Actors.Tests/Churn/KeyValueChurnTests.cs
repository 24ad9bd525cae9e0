using Mesh.Actors.Tests.KeyValues;
using Mesh.Catalog;
using Mesh.KeyValues;
using Xunit.Abstractions;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.Churn;

/// <summary>
/// A day of a mesh in which every other second a key comes under a name of its own or goes, leases lapse, and nodes end and are replaced:
/// what the nodes keep does not grow with it.
/// </summary>
public sealed class KeyValueChurnTests(ITestOutputHelper output)
{
    private const int Living = 100;
    private const int Hour = 3_600;
    private const int Seconds = 30;

    // The first two live all day.
    private const int Old = 2;

    private readonly Random _random = new(21);
    private readonly List<StoreNode> _nodes = [.. Enumerable.Range(1, 5).Select(n => new StoreNode(n))];
    private readonly Queue<string> _living = new();
    private int _named;
    private int _joined = 5;

    [Fact]
    public void What_a_node_keeps_of_keys_and_leases_does_not_grow_with_a_day_of_churn()
    {
        StoreNode.Meet([.. _nodes]);
        Reachable[] before = [];
        for (var hour = 1; hour <= 24; hour++)
        {
            PassAnHour();
            Reachable[] now = Kept();
            output.WriteLine($"hour {hour}: {string.Join("; ", now.Select(r => $"{r.Objects} objects, {r.Bytes} bytes"))}");
            Assert.All(_nodes, n => Assert.Equal(_living.Order(StringComparer.Ordinal), n.Snapshot.Range(default, null).Select(e => e.Key.ToString())));
            Assert.All(_nodes, n => Assert.Empty(n.Snapshot.Leases));
            // By then the history of changes is full.
            if (hour == 12)
                before = now;
        }

        Assert.All(Kept(), (now, i) => Assert.InRange(now.Objects, 1, before[i].Objects * 102 / 100));
        Assert.All(Kept(), (now, i) => Assert.InRange(now.Bytes, 1, before[i].Bytes * 105 / 100));
    }

    private Reachable[] Kept() => [.. _nodes.Take(Old).Select(n => Reachable.From(n.Core, n.Hub))];

    private void PassAnHour()
    {
        for (var second = 0; second < Hour; second += Seconds)
        {
            for (var n = 0; n < Seconds; n += 2)
                ComeOrGo();
            var granted = (Granted)Any().Ask(new KeyValueInput.Grant(0, Seconds, StoreNode.Caller));
            StoreNode.Settle([.. _nodes]);
            Any().Put($"lease/{granted.Lease}", "v", granted.Lease);
            StoreNode.Settle([.. _nodes]);
            if (second % (Hour / 2) == 0)
                Replace();
            Pass();
        }

        // Until the last lease is over.
        Pass();
        Pass();
    }

    private void ComeOrGo()
    {
        if (_living.Count < Living)
        {
            var key = $"key/{++_named:000000000}";
            Any().Put(key, $"value of {key}");
            _living.Enqueue(key);
        }
        else
        {
            Any().Delete(_living.Dequeue());
        }

        StoreNode.Settle([.. _nodes]);
    }

    private void Pass()
    {
        foreach (var node in _nodes)
            node.Tick(TimeSpan.FromSeconds(Seconds));
        StoreNode.Settle([.. _nodes]);
    }

    /// <summary>A node ends, and another comes in its place.</summary>
    private void Replace()
    {
        var dead = _nodes[_random.Next(Old, _nodes.Count)];
        _nodes.Remove(dead);
        foreach (var node in _nodes)
            node.Step(new KeyValueInput.MemberRemoved(dead.Owner));
        StoreNode.Settle([.. _nodes]);
        var born = new StoreNode(++_joined, _nodes[0].Now, warm: false);
        foreach (var node in _nodes)
        {
            node.Step(new KeyValueInput.MemberSeen(born.Owner, Standing.Confirmed));
            born.Step(new KeyValueInput.MemberSeen(node.Owner, Standing.Confirmed));
        }

        born.ReceiveAll(_nodes[0]);
        born.Step(KeyValueInput.Warmed.Instance);
        _nodes.Add(born);
        StoreNode.Settle([.. _nodes]);
    }

    private StoreNode Any() => _nodes[_random.Next(_nodes.Count)];
}
