using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Core.Tests.Views;

public sealed class PublishedCatalogTests
{
    private const long Budget = 512 << 10;

    private static readonly string Filler = new('v', 400);

    private readonly TestCatalog _small = new(historyBytes: Budget);

    private static ServiceInstance Large(string service, string id = "x") => TestCatalog.Instance(service, id) with
    {
        Metadata = ValueMap<string>.From(Enumerable.Range(0, 30).Select(i => KeyValuePair.Create($"k{i}", Filler))),
    };

    private static void ComeAndGo(TestCatalog catalog, IEnumerable<ServiceInstance> instances)
    {
        foreach (var instance in instances)
            catalog.Put(instance).Remove(instance.Key);
    }

    [Fact]
    public void Names_that_came_and_went_cost_no_more_than_the_bound()
    {
        ComeAndGo(_small, Enumerable.Range(0, 2_000).Select(i => Large($"pr-{i}")));

        Assert.InRange(_small.Hub.Catalog.HistoryBytes, 1, 2 * Budget);
        Assert.InRange(_small.Hub.Catalog.KnownNames, 1, 512);
    }

    [Fact]
    public void Ids_that_came_and_went_under_names_that_stay_cost_no_more_than_the_bound()
    {
        _small.Put(Enumerable.Range(0, 50).Select(s => TestCatalog.Instance($"s{s}", "stays")));

        ComeAndGo(_small, Enumerable.Range(0, 2_000).Select(i => Large($"s{i % 50}", $"i{i}")));

        Assert.InRange(_small.Hub.Catalog.HistoryBytes, 1, 2 * Budget);
    }

    [Fact]
    public void One_instance_that_changes_for_ever_costs_one_record()
    {
        for (var i = 0; i < 1_000; i++)
            _small.Put(Large("orders") with { Port = i + 1 });

        // The record is the snapshot's; what is kept of each change is without it.
        Assert.InRange(_small.Hub.Catalog.HistoryBytes, 1, 1_000 * 2 * 300);
    }

    [Fact]
    public async Task Names_that_nobody_registers_leave_nothing_behind_who_asked_for_them()
    {
        var catalog = _small.Hub.Catalog;
        var since = catalog.Snapshot.Revision;
        var waits = Enumerable.Range(0, 5_000).Select(i => catalog.ChangesSince($"no-{i}", since)).ToArray();

        Assert.All(waits, w => Assert.Empty(w.Changes!));
        Assert.Equal(0, catalog.KnownNames);
        _small.Put(TestCatalog.Instance("no-7", "x"));
        await waits[7].Next.WaitAsync(Patience.Limit);
        Assert.Equal(ChangeKind.Added, Assert.Single(catalog.ChangesSince("no-7", since).Changes!).Kind);
    }

    [Fact]
    public async Task Watcher_of_a_service_wakes_at_its_changes_and_at_no_others()
    {
        _small.Put(TestCatalog.Instance("orders", "a"), TestCatalog.Instance("billing", "b"));
        var (_, snapshot, orders) = _small.Hub.ChangesSince("orders", -1);
        var all = _small.Hub.ChangesSince(null, snapshot.Revision).Next;

        _small.Put(TestCatalog.Instance("billing", "c"));
        await all.WaitAsync(Patience.Limit);
        Assert.False(orders.IsCompleted);

        _small.Remove(TestCatalog.Instance("orders", "a").Key);
        await orders.WaitAsync(Patience.Limit);
    }

    [Fact]
    public void Watcher_whose_changes_were_dropped_begins_anew_and_one_that_kept_up_does_not()
    {
        var before = _small.Hub.Snapshot.Revision;
        ComeAndGo(_small, Enumerable.Range(0, 200).Select(i => Large($"pr-{i}")));
        var late = _small.Hub.Snapshot.Revision;
        _small.Put(TestCatalog.Instance("orders", "a"));

        Assert.Null(_small.Hub.ChangesSince(null, before).Changes);
        Assert.Null(_small.Hub.ChangesSince("pr-0", before).Changes);
        Assert.Equal("orders", Assert.Single(_small.Hub.ChangesSince(null, late).Changes!).Service.Value);
    }

    [Fact]
    public void Change_of_a_policy_alone_is_in_the_snapshot_at_once_and_wakes_no_watcher()
    {
        var orders = ServiceName.Parse("orders");
        _small.Put(TestCatalog.Instance("orders", "a"));
        var before = _small.Hub.Snapshot.Revision;
        Task[] waits = [_small.Hub.ChangesSince("orders", before).Next, _small.Hub.ChangesSince(null, before).Next];

        _small.Writer.SetPolicy(orders, new ServicePolicy { Policy = PolicyNames.Random });

        var view = _small.Hub.Snapshot.Find("orders");
        Assert.Equal(PolicyNames.Random, view?.Policy.Policy);
        Assert.True(view?.Revision > before);
        Assert.DoesNotContain(waits, w => w.IsCompleted);
        Assert.Empty(_small.Hub.ChangesSince("orders", before).Changes!);
    }

    /// <summary>Whatever was dropped: who gets changes is brought up to date by them, with the records as they were last.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Changes_lead_from_any_revision_that_is_answered_to_the_present(int seed)
    {
        var random = new Random(seed);
        var catalog = new TestCatalog(historyPerService: 16, historyBytes: 60_000);
        var seen = new List<CatalogSnapshot> { catalog.Hub.Snapshot };
        for (var step = 0; step < 400; step++)
        {
            var instance = TestCatalog.Instance($"s{random.Next(6)}", $"i{random.Next(5)}", random.Next(1, 1_000)) with
            {
                Version = new string('x', random.Next(64)),
            };
            if (random.Next(3) > 0)
                catalog.Put(instance);
            else if (catalog.Writer.Views.ContainsKey(instance.Key))
                catalog.Remove(instance.Key);
            seen.Add(catalog.Hub.Snapshot);
        }

        var answered = seen.Count(s => LeadsToThePresent(catalog, s, null));
        Assert.InRange(answered, 1, seen.Count - 1);
        foreach (var service in Enumerable.Range(0, 6).Select(i => $"s{i}"))
            Assert.InRange(seen.Count(s => LeadsToThePresent(catalog, s, service)), 1, seen.Count);
    }

    /// <summary>False: the watcher begins anew.</summary>
    private static bool LeadsToThePresent(TestCatalog catalog, CatalogSnapshot from, string? service)
    {
        if (catalog.Hub.ChangesSince(service, from.Revision).Changes is not { } changes)
            return false;
        var held = Instances(from, service).ToDictionary(i => i.Key);
        foreach (var change in changes)
        {
            var instance = change.Instance!.Instance;
            Assert.Equal(change.Kind is ChangeKind.Added, !held.ContainsKey(instance.Key));
            if (change.Kind is ChangeKind.Removed)
                held.Remove(instance.Key);
            else
                held[instance.Key] = instance;
        }

        Assert.Equal(Instances(catalog.Hub.Snapshot, service).OrderBy(i => i.Key), held.Values.OrderBy(i => i.Key));
        return true;
    }

    private static IEnumerable<ServiceInstance> Instances(CatalogSnapshot snapshot, string? service) => snapshot.Services.Values
        .Where(v => service is null || v.Name.Value == service).SelectMany(v => v.Instances).Select(v => v.Instance);
}
