using System.Collections.Concurrent;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Client.Local;
using Mesh.Hosting;
using Mesh.KeyValues;
using Mesh.Node.Snapshots;
using Mesh.Registry;
using Mesh.Testing;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Node.Tests.Snapshots;

public sealed class SnapshotLoadingTests
{
    private const int Ttl = 60;
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(Ttl + 1);

    private readonly FakeMeshKeyValues _store = new();
    private readonly Registry _registry = new();

    [Fact]
    public async Task Leases_that_end_between_the_batches_hold_up_nothing()
    {
        var content = Content(leases: 1_000);
        var (loaded, fault) = await Loading(_ => TimeSpan.FromSeconds(Ttl / 2)).LoadAsync(content, default);

        Assert.Null(fault);
        Assert.Equal(new SnapshotReply(1, 1_001, 1_000, 0), loaded);
        Assert.Equal("v", _store.Snapshot.Find(Octets.Utf8("plain"))!.Value.ToString());
    }

    [Fact]
    public async Task Leases_that_end_before_their_batch_are_granted_once_more()
    {
        var (loaded, fault) = await Loading(n => n == 0 ? Longer : TimeSpan.Zero).LoadAsync(Content(leases: 10), default);

        Assert.Null(fault);
        Assert.Equal(new SnapshotReply(1, 11, 10, 0), loaded);
        Assert.Equal(11, _store.Snapshot.Count);
    }

    [Fact]
    public async Task Entries_whose_leases_end_each_time_are_left_out_and_counted()
    {
        var (loaded, fault) = await Loading(n => n < 2 ? Longer : TimeSpan.Zero).LoadAsync(Content(leases: 3), default);

        Assert.Null(fault);
        Assert.Equal(new SnapshotReply(1, 1, 3, 3), loaded);
        Assert.Equal(1, _store.Snapshot.Count);
        Assert.Equal("1 instances, 1 entries and 3 leases; 3 entries are left out, their leases were over", $"{loaded}");
    }

    [Fact]
    public async Task Leases_that_nothing_hangs_on_are_granted_too()
    {
        var content = Content(leases: 2) with { Entries = [] };
        var (loaded, _) = await Loading(_ => TimeSpan.Zero).LoadAsync(content, default);

        Assert.Equal(new SnapshotReply(1, 0, 2, 0), loaded);
        Assert.Equal([1L, 2L], _store.Snapshot.Leases);
    }

    [Fact]
    public async Task Instances_are_there_though_the_entries_cannot_be_loaded()
    {
        _store.Down = "it is full";
        var (loaded, fault) = await Loading(_ => TimeSpan.Zero).LoadAsync(Content(leases: 1), default);

        Assert.Equal("lease 1: it is full", fault);
        Assert.Equal(new SnapshotReply(1, 0, 0, 0), loaded);
        Assert.Equal([("db", true, 5L)], _registry.Asked.Select(r => (r.Instance.Service.Value, r.IsSaved, r.Instance.Claim)));
    }

    [Fact]
    public async Task Instance_that_is_refused_is_named()
    {
        _registry.Answer = new Rejected([new InvalidField("instances", "2", "at most 1")]);
        var (loaded, fault) = await Loading(_ => TimeSpan.Zero).LoadAsync(Content(leases: 0), default);

        Assert.StartsWith("db/i1: instances", fault, StringComparison.Ordinal);
        Assert.Equal(new SnapshotReply(0, 0, 0, 0), loaded);
    }

    private SnapshotLoading Loading(Func<int, TimeSpan> before)
    {
        var options = Microsoft.Extensions.Options.Options.Create(new MeshClientOptions { WriteReach = TimeSpan.Zero });
        return new SnapshotLoading(
            new RegistryCalls(new MeshHub(DateTimeOffset.UnixEpoch, 1), _registry, options), new ShortLeases(_store, before), options);
    }

    /// <summary>An entry without a lease, and one for each of so many leases.</summary>
    private static SnapshotContent Content(int leases) => new(
        "mesh",
        DateTimeOffset.UnixEpoch,
        [TestCatalog.Instance("db", "i1") with { Life = Lifetime.Floating, Claim = 5 }],
        [Entry("plain", 0), .. Enumerable.Range(1, leases).Select(n => Entry($"k{n:0000}", n))],
        [.. Enumerable.Range(1, leases).Select(n => new KeyRecord { Slot = KeySlot.OfLease(n), Ttl = Ttl })]);

    private static KeyRecord Entry(string key, long lease) =>
        new() { Slot = KeySlot.OfEntry(Octets.Utf8(key)), Value = Octets.Utf8("v"), Lease = lease };

    private sealed class Registry : IMeshTransport
    {
        public ConcurrentQueue<Register> Asked { get; } = new();

        public IRegisterReply? Answer { get; set; }

        public string? SelfAddress => null;

        public Task<object?> AskAsync(string actor, object message, TimeSpan timeout, CancellationToken cancellation)
        {
            var register = Assert.IsType<Register>(message);
            Asked.Enqueue(register);
            return Task.FromResult<object?>(Answer ?? new Registered(register.Instance.Key, 1, 1, true));
        }

        public void Tell(string actor, object message)
        {
        }
    }
}
