using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Actors.Tests.Registry;

public sealed class CatalogTimesTests
{
    private static readonly Owner Self = new("127.0.0.1:1", 1);
    private static readonly Owner Other = new("127.0.0.1:2", 1);

    private readonly FakeTimeProvider _time = new();
    private readonly CatalogTimes _times = new();
    private readonly List<double> _propagated = [];
    private readonly List<double> _delivered = [];

    public CatalogTimesTests()
    {
        _times.Measure(_time, _propagated.Add, _delivered.Add);
        _times.Begin(_time.GetUtcNow());
    }

    [Fact]
    public void Registration_of_another_node_is_measured_from_its_clock()
    {
        var registered = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMilliseconds(40));

        _times.Publishing(Self, 1, [Change(Other, registered, ChangeKind.Added)]);

        Assert.Equal([0.04], _propagated);
    }

    [Fact]
    public void Clock_that_is_ahead_counts_as_no_time()
    {
        _times.Publishing(Self, 1, [Change(Other, _time.GetUtcNow() + TimeSpan.FromSeconds(3), ChangeKind.Added)]);

        Assert.Equal([0.0], _propagated);
    }

    [Fact]
    public void What_did_not_come_by_propagation_is_not_measured()
    {
        var before = _time.GetUtcNow() - TimeSpan.FromHours(1);

        _times.Publishing(Self, 1, [Change(Other, before, ChangeKind.Added)]);
        _times.Publishing(Self, 2, [Change(Self, _time.GetUtcNow(), ChangeKind.Added)]);
        _times.Publishing(Self, 3, [Change(Other, _time.GetUtcNow(), ChangeKind.Updated)]);

        Assert.Empty(_propagated);
    }

    [Fact]
    public void Watcher_is_measured_by_the_oldest_change_that_it_had_not_seen()
    {
        Publish(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        Publish(2);
        _time.Advance(TimeSpan.FromSeconds(2));
        Publish(3);

        _times.Delivered(since: 1);

        Assert.Equal([2.0], _delivered);
    }

    [Fact]
    public void Watcher_that_is_further_behind_than_what_is_kept_is_measured_by_the_oldest_kept()
    {
        for (var i = 1; i <= 2_000; i++)
        {
            Publish(i);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _times.Delivered(since: 1);

        Assert.Equal([1_024.0], _delivered);
    }

    [Fact]
    public void Nothing_is_measured_that_nobody_collects()
    {
        var isWanted = false;
        _times.Measure(_time, _propagated.Add, _delivered.Add, () => isWanted);
        Publish(1);
        isWanted = true;
        _times.Delivered(since: 0);
        Publish(2);
        _times.Delivered(since: 1);

        Assert.Equal([0.0], _delivered);
    }

    [Fact]
    public void Nothing_is_kept_where_nobody_measures()
    {
        var times = new CatalogTimes();
        times.Publishing(Self, 1, [Change(Other, _time.GetUtcNow(), ChangeKind.Added)]);
        times.Measure(_time, _propagated.Add, _delivered.Add);

        times.Delivered(since: 0);

        Assert.Empty(_delivered);
    }

    private void Publish(long revision) =>
        _times.Publishing(Self, revision, [Change(Self, _time.GetUtcNow(), ChangeKind.Updated)]);

    private static CatalogChange Change(Owner owner, DateTimeOffset registered, ChangeKind kind)
    {
        var instance = Instance("orders", "a") with { RegisteredAt = registered };
        return new CatalogChange(1, instance.Service, kind, new InstanceView(instance, owner, Standing.Confirmed));
    }
}
