using Mesh.Catalog;
using Mesh.KeyValues;

namespace Mesh.Actors.Tests.KeyValues;

public sealed class KeyHistoryTests
{
    private const long Budget = 100_000;

    private static readonly Owner Self = new("10.0.0.1:4053", 1);

    private readonly KeyHistory _history = new(first: 0, capacity: 1_000, Budget);

    private static KeyChange Put(int revision, int value)
    {
        var entry = new KeyValue(Octets.Utf8($"k{revision}"), Octets.Wrap(new byte[value]), revision, revision, 1, 0, 0, Self);
        return new KeyChange(revision, [new KeyEvent(KeyEventKind.Put, entry, null)]);
    }

    private static KeyChange Delete(int revision, KeyChange put)
    {
        var before = put.Events[0].Entry;
        return new KeyChange(revision, [new KeyEvent(KeyEventKind.Delete, new KeyValue(before.Key, default, 0, revision, 0, 0, 0, Self), before)]);
    }

    [Fact]
    public void Keys_that_came_and_went_cost_no_more_than_the_bound()
    {
        for (var i = 1; i < 500; i += 2)
        {
            var put = Put(i, 5_000);
            _history.Add(put);
            _history.Add(Delete(i + 1, put));
        }

        Assert.InRange(_history.Bytes, 1, Budget);
        Assert.Null(_history.Since(_history.Floor - 1));
        var kept = _history.Since(_history.Floor)!.Value;
        Assert.Equal(500, kept[^1].Revision);
        Assert.InRange(kept.Length, 10, 40);
    }

    [Fact]
    public void Small_changes_are_bounded_by_their_number_as_before()
    {
        var history = new KeyHistory(first: 0, capacity: 100);
        for (var i = 1; i <= 150; i++)
            history.Add(Put(i, 1));

        Assert.Equal((50, 100), (history.Floor, history.Since(50)!.Value.Length));
    }

    [Fact]
    public void Newest_change_stays_however_large_it_is()
    {
        _history.Add(Put(1, 10));
        _history.Add(Put(2, 200_000));

        Assert.Equal(1, _history.Floor);
        Assert.Equal(2, Assert.Single(_history.Since(1)!.Value).Revision);
    }

    [Fact]
    public void What_is_forgotten_on_demand_costs_nothing_any_more()
    {
        for (var i = 1; i <= 10; i++)
            _history.Add(Put(i, 1_000));

        _history.Compact(10);

        Assert.Equal((0, 10), (_history.Bytes, _history.Floor));
    }
}
