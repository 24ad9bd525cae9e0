using Mesh.Actors.Tests.Registry;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Xunit.Abstractions;

namespace Mesh.Actors.Tests.Churn;

/// <summary>
/// A day of a mesh in which every other second an instance comes under a name of its own or goes, nodes restart, parts are cut off, and
/// what was ever written is brought again: what the nodes keep does not grow with it.
/// </summary>
public sealed class RegistryChurnTests(ITestOutputHelper output)
{
    private const int Nodes = 5;
    private const int Living = 100;
    private const int Hour = 3_600;

    // The first three restart and are cut off; these two live all day.
    private static readonly int[] Old = [3, 4];

    private readonly Random _random = new(20);
    private readonly RegistryMesh _mesh = new(Nodes);
    private readonly Queue<InstanceKey> _living = new();
    private int _named;

    [Fact]
    public void What_a_node_keeps_of_instances_does_not_grow_with_a_day_of_churn()
    {
        Reachable[] before = [];
        var tombstones = 0;
        for (var hour = 1; hour <= 24; hour++)
        {
            PassAnHour(hour);
            Reachable[] now = [.. Old.Select(n => _mesh.KeptBy(n))];
            output.WriteLine($"hour {hour}: {_mesh.Tombstones} tombstones; {string.Join("; ", now.Select(r => $"{r.Objects} objects, {r.Bytes} bytes"))}");
            AssertShown();
            // By then the rings of recent events are full.
            if (hour == 12)
                (before, tombstones) = (now, _mesh.Tombstones);
        }

        Assert.InRange(_mesh.Tombstones, 0, tombstones * 11 / 10);
        Assert.All(Old, (_, i) => Assert.InRange(_mesh.KeptBy(Old[i]).Objects, 1, before[i].Objects * 102 / 100));
        Assert.All(Old, (_, i) => Assert.InRange(_mesh.KeptBy(Old[i]).Bytes, 1, before[i].Bytes * 105 / 100));
    }

    private void PassAnHour(int hour)
    {
        for (var second = 2; second <= Hour; second += 2)
        {
            ComeOrGo();
            // Each command takes a second of its own.
            if (second % 20 == 0)
                _mesh.Pass(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
            if (second % (Hour / 6) == 0)
                _mesh.Gossip(_random.Next(Nodes));
            if (second % (Hour / 2) == 0)
                _mesh.Restart(second / (Hour / 2) % 3);
            if (hour % 3 == 0 && second == Hour / 4)
                _mesh.Part(1 + (hour % 2));
            if (hour % 3 == 0 && second == Hour / 3)
                _mesh.Heal();
        }

        // Until what was brought again is recognised as nobody's.
        _mesh.Pass(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10));
    }

    private void ComeOrGo()
    {
        // What a cut-off side says of the other's instances is another test's.
        var at = _mesh.IsWhole ? _random.Next(Nodes) : Old[_random.Next(Old.Length)];
        if (_living.Count < Living)
        {
            var key = Some.Key($"s{++_named}", "i");
            Assert.True(_mesh.Register(at, key, _named % 2 == 0 ? Lifetime.Floating : Lifetime.Anchored));
            _living.Enqueue(key);
        }
        else
        {
            Assert.True(_mesh.Deregister(at, _living.Dequeue()));
        }
    }

    private void AssertShown()
    {
        Assert.Equal(0, _mesh.Ownerless);
        for (var node = 0; node < Nodes; node++)
        {
            Assert.Equal(_living.Count, _mesh.ShownBy(node));
            Assert.All(_living, k => Assert.NotNull(_mesh.Shown(node, k)));
        }
    }
}
