using Mesh.KeyValues;
using Mesh.Node.Etcd.View;
using Mesh.Node.Formats.Etcd;
using Mesh.Testing;
using Mesh.Testing.Fakes;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>The store and the shown instances as one line of revisions.</summary>
public sealed class EtcdViewTests
{
    private readonly FakeMeshKeyValues _store;
    private readonly TestCatalog _catalog;
    private readonly EtcdView _view;

    public EtcdViewTests()
    {
        _store = new FakeMeshKeyValues();
        _catalog = new TestCatalog(_store.Time);
        _view = new EtcdView(_store, new FakeMeshClient(_catalog), [new NativeRule("/services/")]);
    }

    [Fact]
    public async Task A_write_of_the_store_is_one_revision_of_the_view()
    {
        var before = _view.Current.Revision;
        await _store.ApplyAsync(new KeyBatch(Put("b"), Put("a")));

        Assert.Equal(["a", "b"], Keys());
        Assert.Equal(Slot(before) + 1, Slot(_view.Current.Revision));
        Assert.Equal(_view.Current.Revision, _view.ChangeOf(_store.Snapshot.Revision)!.Revision);
        Assert.Equal(["b", "a"], _view.ChangesSince(before).Items!.Value[0].Events.Select(e => $"{e.Entry.Key}"));
    }

    [Fact]
    public void An_instance_of_another_door_is_a_key_under_its_address()
    {
        _catalog.Put(TestCatalog.Instance("orders", "o-1", 80), TestCatalog.Instance("orders", "o-2", 80), TestCatalog.Instance("orders", "o-3", 81));
        _view.Refresh(null);

        Assert.Equal(["/services/orders/10.0.0.1:80", "/services/orders/10.0.0.1:81"], Keys());
        var entry = _view.Current.Find(Octets.Utf8("/services/orders/10.0.0.1:80"))!;
        Assert.Equal("10.0.0.1:80", $"{entry.Value}");
        Assert.Equal(["orders/o-1", "orders/o-2"], _view.ShownAt(entry).Select(k => $"{k}"));
        Assert.Equal((entry.ModRevision, 1L, 0L), (entry.CreateRevision, entry.Version, entry.Lease));
    }

    [Fact]
    public void Who_reads_finds_what_the_catalogue_offers_before_anybody_has_told_the_view()
    {
        var view = new EtcdView(
            _store, new FakeMeshClient(_catalog), [new NativeRule("/services/")], null, revision => _catalog.Hub.Catalog.ChangesSince(null, revision).Changes);
        _catalog.Put(TestCatalog.Instance("orders", "o-1", 80), TestCatalog.Instance("orders", "o-2", 81), TestCatalog.Instance("billing", "b-1", 80));
        Assert.Equal(3, view.Current.Count);

        _catalog.Remove(TestCatalog.Instance("orders", "o-1").Key);

        Assert.Null(view.Current.Find(Octets.Utf8("/services/orders/10.0.0.1:80")));
        Assert.Equal(2, view.Current.Count);
        // The word comes late, and finds what is there then.
        view.Refresh("orders");
        Assert.Equal(2, view.Current.Count);
    }

    [Fact]
    public void Of_two_with_one_key_the_other_is_shown_when_the_first_goes_or_moves()
    {
        _catalog.Put(TestCatalog.Instance("orders", "o-1", 80), TestCatalog.Instance("orders", "o-2", 80));
        _view.Refresh(null);
        _catalog.Put(TestCatalog.Instance("orders", "o-1", 81));
        _view.Refresh("orders");

        Assert.Equal(["/services/orders/10.0.0.1:80", "/services/orders/10.0.0.1:81"], Keys());
        Assert.Equal(["orders/o-2"], _view.ShownAt(_view.Current.Find(Octets.Utf8("/services/orders/10.0.0.1:80"))!).Select(k => $"{k}"));
        _catalog.Remove(TestCatalog.Instance("orders", "o-2").Key);
        _view.Refresh("orders");
        Assert.Equal(["/services/orders/10.0.0.1:81"], Keys());
    }

    [Fact]
    public void An_instance_is_shown_in_every_layout_that_was_chosen_with_what_that_says_of_it()
    {
        var rules = new InstanceRules(EtcdPrefixes.Default);
        var view = new EtcdView(_store, new FakeMeshClient(_catalog), [rules.Layout("kitex"), rules.Layout("skydns")]);
        _catalog.Put(TestCatalog.Instance("orders", "o-1", 80));
        view.Refresh(null);
        var before = view.Current;

        _catalog.Put(TestCatalog.Instance("orders", "o-1", 80) with { Weight = 7 });
        view.Refresh("orders");

        string[] keys = ["/skydns/local/skydns/orders/o-1", "kitex/registry-etcd/orders/10.0.0.1:80"];
        Assert.Equal(keys, view.Current.Range(Octets.Empty, null).Select(e => $"{e.Key}"));
        var events = view.ChangesSince(before.Revision).Items!.Value.Single().Events;
        Assert.Equal(keys, events.Select(e => $"{e.Entry.Key}").Order());
        Assert.All(events, e => Assert.Equal((KeyEventKind.Put, 2L), (e.Kind, e.Entry.Version)));
        Assert.All(events, e => Assert.Contains("\"weight\":7", $"{e.Entry.Value}", StringComparison.Ordinal));
        Assert.All(events, e => Assert.Equal(["orders/o-1"], view.ShownAt(e.Entry).Select(k => $"{k}")));

        _catalog.Remove(TestCatalog.Instance("orders", "o-1").Key);
        view.Refresh("orders");
        Assert.Empty(view.Current.Range(Octets.Empty, null));
    }

    [Fact]
    public void An_instance_that_is_derived_from_a_key_or_not_offered_is_not_shown()
    {
        var derived = TestCatalog.Instance("orders", "o-1") with
        {
            Metadata = Mesh.Catalog.ValueMap<string>.From([new(DerivedInstances.KeyMetadata, "eA==")]),
        };
        _catalog.Put(derived, TestCatalog.Instance("orders", "o-2") with { Status = Mesh.Catalog.InstanceStatus.Critical });
        _view.Refresh(null);

        Assert.Empty(Keys());
    }

    [Fact]
    public async Task A_stored_key_hides_a_shown_one_and_gives_it_back()
    {
        _catalog.Put(TestCatalog.Instance("orders", "o-1", 80));
        _view.Refresh("orders");
        var key = Octets.Utf8("/services/orders/10.0.0.1:80");
        var shown = _view.Current.Find(key)!;

        await _store.ApplyAsync(new KeyBatch(new KeyWrite.Put(key, Octets.Utf8("mine"))));
        var stored = _view.Current.Find(key)!;
        await _store.ApplyAsync(new KeyBatch(new KeyWrite.Delete(key)));
        var back = _view.Current.Find(key)!;

        Assert.Equal(("mine", 2L, shown.CreateRevision), ($"{stored.Value}", stored.Version, stored.CreateRevision));
        Assert.Equal(("10.0.0.1:80", 3L), ($"{back.Value}", back.Version));
        Assert.Empty(_view.ShownAt(stored));
    }

    [Fact]
    public void An_instance_that_goes_is_a_deletion_with_what_was_there()
    {
        _catalog.Put(TestCatalog.Instance("orders", "o-1", 80));
        _view.Refresh(null);
        var before = _view.Current.Revision;
        _catalog.Remove(TestCatalog.Instance("orders", "o-1").Key);
        _view.Refresh(null);

        var gone = Assert.Single(Assert.Single(_view.ChangesSince(before).Items!.Value).Events);
        Assert.Equal(KeyEventKind.Delete, gone.Kind);
        Assert.Equal("10.0.0.1:80", $"{gone.Previous!.Value}");
        Assert.InRange(Slot(gone.Entry.ModRevision), Slot(before) + 1, Slot(before) + 64);
        Assert.Equal(_view.Current.Revision, gone.Entry.ModRevision);
        Assert.Empty(Keys());
        Assert.Single(_view.SnapshotAt(before)!.Range(Octets.Empty, null));
    }

    [Fact]
    public async Task A_view_that_has_lost_the_thread_of_the_store_takes_its_state()
    {
        var store = new FakeMeshKeyValues(historyEvents: 2);
        var view = new EtcdView(store, new FakeMeshClient(_catalog), [new NativeRule("/services/")]);
        await store.ApplyAsync(new KeyBatch(Put("a"), Put("b")));
        var before = view.Current;
        foreach (var key in new[] { "c", "d", "e", "f" })
            await store.ApplyAsync(new KeyBatch(Put(key)));
        await store.ApplyAsync(new KeyBatch(new KeyWrite.Delete(Octets.Utf8("a"))));

        Assert.Equal(["b", "c", "d", "e", "f"], view.Current.Range(Octets.Empty, null).Select(e => $"{e.Key}"));
        Assert.Equal(before.Find(Octets.Utf8("b")), view.Current.Find(Octets.Utf8("b")));
    }

    private static KeyWrite.Put Put(string key) => new(Octets.Utf8(key), Octets.Utf8("v"));

    private List<string> Keys() => [.. _view.Current.Range(Octets.Empty, null).Select(e => $"{e.Key}")];

    private static long Slot(long revision) => KeyRevisions.SlotOf(revision);
}
