using Mesh.Catalog;
using Mesh.Client.Watching;
using Mesh.Testing;
using Mesh.Views;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Watching;

public sealed class ChangeFeedTests : IDisposable
{
    private readonly TestCatalog _catalog = new();
    private readonly CancellationTokenSource _end = new(Patience.Limit);

    public void Dispose() => _end.Dispose();

    [Fact]
    public async Task Watch_without_a_revision_begins_with_reset_and_what_is_there()
    {
        _catalog.Put(Instance("orders", "a"), Instance("orders", "b"), Instance("billing", "x"));

        var seen = await Take("orders", null, 3);

        Assert.Equal([ChangeKind.Reset, ChangeKind.Added, ChangeKind.Added], seen.Select(c => c.Kind));
        Assert.Equal("orders", seen[0].Service.Value);
        Assert.Equal(_catalog.Hub.Snapshot.Revision, seen[^1].Revision);
    }

    [Fact]
    public async Task Watch_goes_on_with_changes_of_its_service_only()
    {
        await using var reader = Read("orders", null).GetAsyncEnumerator(_end.Token);
        Assert.True(await reader.MoveNextAsync());
        var next = reader.MoveNextAsync();

        _catalog.Put(Instance("billing", "x"));
        _catalog.Put(Instance("orders", "a"));

        Assert.True(await next);
        Assert.Equal(("a", ChangeKind.Added), (reader.Current.Instance!.Instance.Id.Value, reader.Current.Kind));
    }

    [Fact]
    public async Task Watch_of_all_services_is_told_of_any()
    {
        await using var reader = Read(null, null).GetAsyncEnumerator(_end.Token);
        Assert.True(await reader.MoveNextAsync());
        var next = reader.MoveNextAsync();

        _catalog.Put(Instance("billing", "x"));

        Assert.True(await next);
        Assert.Equal("billing", reader.Current.Service.Value);
    }

    [Fact]
    public async Task Slow_reader_gets_one_change_for_an_instance_that_changed_often()
    {
        _catalog.Put(Instance("orders", "a"));
        var since = _catalog.Hub.Snapshot.Revision;
        for (var weight = 2; weight < 50; weight++)
            _catalog.Put(Instance("orders", "a") with { Weight = weight });
        _catalog.Put(Instance("orders", "b")).Remove(Instance("orders", "b").Key);

        var seen = Assert.Single(await Take("orders", since, 1));

        Assert.Equal((ChangeKind.Updated, 49), (seen.Kind, seen.Instance!.Instance.Weight));
    }

    [Fact]
    public async Task Revision_of_another_node_begins_anew()
    {
        _catalog.Put(Instance("orders", "a"));

        var seen = await Take("orders", _catalog.Hub.Snapshot.Revision + 1, 2);

        Assert.Equal([ChangeKind.Reset, ChangeKind.Added], seen.Select(c => c.Kind));
    }

    [Fact]
    public async Task Name_that_no_service_can_have_is_an_empty_watch()
    {
        var seen = await Take("no such/name", null, 1);

        Assert.Equal(ChangeKind.Reset, seen[0].Kind);
    }

    [Fact]
    public async Task Reader_that_stops_anywhere_and_resumes_has_the_whole_view()
    {
        _catalog.Put(Instance("orders", "a"), Instance("orders", "b"), Instance("orders", "c"));
        _catalog.Put(Instance("orders", "d"), Instance("orders", "a") with { Weight = 7 });
        for (var stop = 1; stop <= 5; stop++)
        {
            var held = new Dictionary<InstanceKey, ServiceInstance>();
            var first = await Take("orders", null, stop);
            first.ForEach(c => Apply(held, c));
            if (first[^1].Revision != _catalog.Hub.Snapshot.Revision)
                (await Take("orders", first[^1].Revision, 5)).ForEach(c => Apply(held, c));

            Assert.Equal(
                _catalog.Hub.Snapshot.Find("orders")!.Instances.Select(i => i.Instance).OrderBy(i => i.Key),
                held.Values.OrderBy(i => i.Key));
        }
    }

    [Fact]
    public async Task Cancelled_watch_ends_with_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        await using var reader = Read("orders", null, cancel.Token).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        var next = reader.MoveNextAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    private static void Apply(Dictionary<InstanceKey, ServiceInstance> held, CatalogChange change)
    {
        if (change.Kind is ChangeKind.Reset)
            held.Clear();
        else if (change.Kind is ChangeKind.Removed)
            held.Remove(change.Instance!.Instance.Key);
        else
            held[change.Instance!.Instance.Key] = change.Instance.Instance;
    }

    private IAsyncEnumerable<CatalogChange> Read(string? service, long? since, CancellationToken cancellation = default) =>
        ChangeFeed.Read(_catalog.Hub, service, since, cancellation);

    private async Task<List<CatalogChange>> Take(string? service, long? since, int count)
    {
        var seen = new List<CatalogChange>();
        await foreach (var change in Read(service, since, _end.Token))
        {
            seen.Add(change);
            if (seen.Count == count)
                break;
        }

        return seen;
    }
}
