using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.KeyValues;
using Mesh.Node.Snapshots;
using Mesh.Replication;
using Mesh.Testing;
using Mesh.Testing.Fakes;

namespace Mesh.Node.Tests.Snapshots;

public sealed class SnapshotTakingTests
{
    private static readonly Owner Self = new("10.0.0.1:4053", 1);
    private static readonly Owner Silent = new("10.0.0.2:4053", 2);

    private readonly FakeMeshKeyValues _store = new();
    private readonly KeyValueHub _hub = new();

    [Fact]
    public async Task Lease_whose_owner_is_silent_is_saved_as_this_node_knows_it()
    {
        Hold(new KeyRecord { Slot = KeySlot.OfLease(77), Ttl = 300, Claim = 5 });

        var (content, _) = await TakeAsync();

        Assert.Equal((77, 300), (Assert.Single(content!.Leases).Slot.Lease, content.Leases[0].Ttl));
        Assert.Equal(77, Assert.Single(content.Entries).Lease);
    }

    [Fact]
    public async Task Nothing_is_saved_where_nobody_can_tell_of_a_lease()
    {
        var (content, fault) = await TakeAsync();

        Assert.Null(content);
        Assert.Equal("lease 4d cannot be saved with what hangs on it: the owner of lease 77 did not answer", fault);
    }

    /// <summary>Of a mesh with one leased entry, the owner of whose lease does not answer.</summary>
    private async Task<(SnapshotContent? Content, string Fault)> TakeAsync()
    {
        await _store.GrantAsync(77, 300);
        await _store.ApplyAsync(new KeyBatch([new KeyWrite.Put(Octets.Utf8("k"), Octets.Utf8("v"), 77)], []));
        _store.Down = "the owner of lease 77 did not answer";
        return await new SnapshotTaking(new FakeMeshClient(_store.Time), _store, _hub, new MeshOptions(), _store.Time).TakeAsync(default);
    }

    /// <summary>In the log of another node, as this node has merged it.</summary>
    private void Hold(KeyRecord record)
    {
        var buckets = _hub.StateOf(Self, 64).Buckets;
        buckets[KeyBuckets.IndexOf(record.Slot, 64)] = KeyBucket.Of(Silent, new BucketEvent<KeySlot, KeyRecord>(1, record.Slot, record));
    }
}
