using Mesh.Catalog;
using Mesh.Dashboard.Models;
using Mesh.Views;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Models;

public sealed class ChangeLogTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ChangeLog _log = new();

    [Fact]
    public void Change_is_told_by_what_differs()
    {
        var before = Instance("orders", "a");
        Take(ChangeKind.Added, before);
        Take(ChangeKind.Updated, before with { Standing = Standing.Suspect });
        Take(ChangeKind.Updated, Instance("orders", "a", status: InstanceStatus.Critical, standing: Standing.Suspect, weight: 2));
        Take(ChangeKind.Removed, before);

        Assert.Equal(
            ["added, passing", "confirmed → suspect", "passing → critical, weight 1 → 2", "removed"], _log.Lines.Select(l => l.What));
    }

    [Fact]
    public void What_a_watch_begins_with_is_no_change()
    {
        Take(ChangeKind.Reset, null);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Gap_is_told_and_what_is_as_it_was_is_no_change()
    {
        Take(ChangeKind.Reset, null);
        Take(ChangeKind.Added, Instance("orders", "a"));
        Take(ChangeKind.Reset, null);
        Take(ChangeKind.Added, Instance("orders", "a"));

        Assert.Equal(["added, passing", "changes were missed here"], _log.Lines.Select(l => l.What));
    }

    [Fact]
    public void Last_ten_thousand_are_kept()
    {
        for (var i = 0; i < ChangeLog.Most + 5; i++)
            Take(ChangeKind.Updated, Instance("orders", "a", weight: i));

        Assert.Equal((ChangeLog.Most, 6, ChangeLog.Most + 5), (_log.Lines.Count, (int)_log.Lines.First().Number, (int)_log.Count));
    }

    [Fact]
    public void Changes_are_counted_by_the_second()
    {
        Take(ChangeKind.Added, Instance("orders", "a"), Now.AddSeconds(-2));
        Take(ChangeKind.Added, Instance("orders", "b"), Now.AddSeconds(-2));
        Take(ChangeKind.Added, Instance("orders", "c"), Now);

        Assert.Equal([0, 2, 0, 1], _log.PerSecond(Now, 4));
    }

    private void Take(ChangeKind kind, InstanceView? view, DateTimeOffset? at = null) =>
        _log.Take(new CatalogChange(1, view?.Instance.Service ?? default, kind, view), at ?? Now);
}
