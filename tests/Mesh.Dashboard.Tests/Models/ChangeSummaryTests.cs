using Mesh.Catalog;
using Mesh.Dashboard.Models;
using Mesh.Views;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Models;

public sealed class ChangeSummaryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 10, 0, TimeSpan.Zero);

    private readonly ChangeLog _log = new() { Since = Now.AddMinutes(-5), Self = "127.0.0.1:4053" };

    [Fact]
    public void Changes_of_the_last_minute_are_counted_by_what_they_were()
    {
        var before = Instance("orders", "a");
        Take(ChangeKind.Added, before, Now.AddMinutes(-2));
        Take(ChangeKind.Updated, before with { Standing = Standing.Suspect }, Now);
        Take(ChangeKind.Updated, before with { Standing = Standing.Confirmed }, Now);
        Take(ChangeKind.Updated, before with { Owner = Other }, Now);
        Take(ChangeKind.Updated, Instance("orders", "a", status: InstanceStatus.Critical, owner: Other), Now);
        Take(ChangeKind.Updated, Instance("orders", "a", status: InstanceStatus.Critical, owner: Other, weight: 9), Now);
        Take(ChangeKind.Removed, before, Now);

        var seen = ChangeSummary.Of(_log, Now);

        Assert.Equal(6, seen.Count);
        Assert.Equal(
            [(ChangeSort.Standing, 2), (ChangeSort.Removed, 1), (ChangeSort.Status, 1), (ChangeSort.Owner, 1), (ChangeSort.Record, 1)], seen.Sorts);
    }

    [Fact]
    public void Way_from_registration_to_here_is_that_of_instances_of_other_nodes_since_the_page_was_opened()
    {
        for (var i = 1; i <= 100; i++)
            Take(ChangeKind.Added, Registered($"x{i}", Other, Now), Now.AddMilliseconds(i));
        Take(ChangeKind.Added, Registered("own", new Owner("127.0.0.1:4053", 7), Now), Now.AddHours(1));
        Take(ChangeKind.Added, Registered("old", Other, Now.AddHours(-1)), Now);

        var took = ChangeSummary.Of(_log, Now).Took;

        Assert.Equal((TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(99), 100), took);
    }

    [Fact]
    public void Clock_of_another_node_that_is_ahead_is_no_time_before_the_change()
    {
        Take(ChangeKind.Added, Registered("a", Other, Now.AddSeconds(3)), Now);

        Assert.Equal(TimeSpan.Zero, ChangeSummary.Of(_log, Now).Took!.Value.Worst);
    }

    [Fact]
    public void Nothing_is_told_of_ways_before_any_came() => Assert.Null(ChangeSummary.Of(_log, Now).Took);

    [Fact]
    public void Pulse_of_a_service_counts_in_parts_of_ten_seconds_and_forgets()
    {
        Take(ChangeKind.Added, Instance("orders", "a"), Now);
        Take(ChangeKind.Added, Instance("orders", "b"), Now.AddSeconds(1));
        Take(ChangeKind.Added, Instance("orders", "c"), Now.AddSeconds(20));

        var pulse = _log.PulseOf("orders", Now.AddSeconds(20))!;

        Assert.Equal(ServicePulse.Parts, pulse.Length);
        Assert.Equal([2, 0, 1], pulse[^3..]);
        Assert.Equal(3, pulse.Sum());
        Assert.Equal(1, _log.PulseOf("orders", Now.AddMinutes(5))!.Sum());
        Assert.Null(_log.PulseOf("orders", Now.AddMinutes(6)));
        Assert.Null(_log.PulseOf("stock", Now));
    }

    [Fact]
    public void Bars_are_as_high_as_there_are_changes_and_one_change_is_seen()
    {
        Assert.Equal("M0 10v-1h.8v1zM2 10v-10h.8v10z", SparkPath.Of([1, 0, 100]));
        Assert.Equal("", SparkPath.Of([0, 0]));
        Assert.Equal("", SparkPath.Of([]));
    }

    private static InstanceView Registered(string id, Owner owner, DateTimeOffset at)
    {
        var view = Instance("orders", id, owner: owner);
        return view with { Instance = view.Instance with { RegisteredAt = at } };
    }

    private void Take(ChangeKind kind, InstanceView view, DateTimeOffset at) =>
        _log.Take(new CatalogChange(1, view.Instance.Service, kind, view), at);
}
