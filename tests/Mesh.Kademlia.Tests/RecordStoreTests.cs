using CsCheck;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Tests;

/// <summary>What a holder takes, keeps and gives.</summary>
public sealed class RecordStoreTests
{
    private static readonly Moment Now = new(TimeSpan.FromHours(1), DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private static readonly NodeId Key = ServiceKey.Of("acme", "orders");
    private static readonly KadSettings Settings = KadSettings.Default;

    [Fact]
    public void Sequence_must_rise_and_the_same_content_refreshes()
    {
        var store = new RecordStore(Settings);
        Assert.Equal(StoreVerdict.Stored, store.Put(Record(1, 5), Now));
        Assert.Equal(StoreVerdict.Refreshed, store.Put(Record(1, 5), Now));
        Assert.Equal(StoreVerdict.OldSequence, store.Put(Record(1, 4), Now));
        Assert.Equal(StoreVerdict.SequenceTaken, store.Put(Record(1, 5) with { Payload = new byte[] { 9 } }, Now));
        Assert.Equal(StoreVerdict.Stored, store.Put(Record(1, 6), Now));
        Assert.Equal([Record(1, 6)], Get(store, Now));
    }

    [Fact]
    public void Record_that_is_too_large_expired_or_lives_too_long_is_refused()
    {
        var store = new RecordStore(Settings);
        var most = Now.Wall.ToUnixTimeMilliseconds() + (long)(Settings.MaxTtl + Settings.ClockSkew).TotalMilliseconds;
        Assert.Equal(StoreVerdict.TooLarge, store.Put(Record(1, 1) with { Payload = new byte[513] }, Now));
        Assert.Equal(StoreVerdict.Expired, store.Put(Record(1, 1) with { NotAfter = Now.Wall.ToUnixTimeMilliseconds() }, Now));
        Assert.Equal(StoreVerdict.Expired, store.Put(Record(1, 1) with { NotAfter = long.MinValue }, Now));
        Assert.Equal(StoreVerdict.LivesTooLong, store.Put(Record(1, 1) with { NotAfter = most + 1 }, Now));
        Assert.Equal(StoreVerdict.LivesTooLong, store.Put(Record(1, 1) with { NotAfter = long.MaxValue }, Now));
        Assert.Equal(0, store.Count);
        Assert.Empty(Get(store, Now));
        Assert.Equal(StoreVerdict.Stored, store.Put(Record(1, 1) with { NotAfter = most }, Now));
        // Within the difference of clocks it is taken, but lives no longer than any other.
        Assert.Single(Get(store, Now.Plus(Settings.MaxTtl - TimeSpan.FromSeconds(1))));
        Assert.Empty(Get(store, Now.Plus(Settings.MaxTtl)));
    }

    [Fact]
    public void Expired_record_is_not_served_even_before_the_sweep()
    {
        var store = new RecordStore(Settings);
        store.Put(Record(1, 1), Now);
        var later = Now.Plus(TimeSpan.FromMinutes(20));
        Assert.Empty(Get(store, later));
        Assert.Equal(1, store.Count);
        Assert.Equal(1, store.Sweep(later));
        Assert.Equal((0, 0), (store.Count, store.KeyCount));
    }

    [Fact]
    public void Wall_clock_that_is_set_back_does_not_lengthen_a_life()
    {
        var store = new RecordStore(Settings);
        store.Put(Record(1, 1), Now);
        var setBack = new Moment(Now.At + TimeSpan.FromMinutes(20), Now.Wall - TimeSpan.FromHours(1));
        Assert.Empty(Get(store, setBack));
    }

    [Fact]
    public void Tombstone_takes_the_place_of_the_record_and_is_served()
    {
        var store = new RecordStore(Settings);
        store.Put(Record(1, 1), Now);
        store.Put(Record(1, 2) with { Payload = default }, Now);
        Assert.True(Assert.Single(Get(store, Now)).IsTombstone);
        Assert.Equal(StoreVerdict.OldSequence, store.Put(Record(1, 1), Now));
    }

    [Fact]
    public void Copy_lives_shortly_and_never_shortens_what_is_stored()
    {
        var store = new RecordStore(Settings);
        store.Cache(Record(1, 1), TimeSpan.FromSeconds(20), Now);
        Assert.Single(Get(store, Now.Plus(TimeSpan.FromSeconds(19))));
        Assert.Empty(Get(store, Now.Plus(TimeSpan.FromSeconds(20))));
        Assert.Empty(store.Held(Now));

        store.Put(Record(1, 1), Now);
        store.Cache(Record(1, 1), TimeSpan.FromSeconds(20), Now);
        Assert.Single(Get(store, Now.Plus(TimeSpan.FromMinutes(5))));
        Assert.Single(store.Held(Now));
        // Nobody can make a copy live longer than this holder's own limit.
        store.Cache(Record(2, 1), TimeSpan.FromHours(1), Now);
        Assert.Single(Get(store, Now.Plus(Settings.CacheLife)));
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(120, 30)]
    [InlineData(600, 6)]
    public void Life_of_a_copy_shrinks_with_the_peers_that_are_nearer(int nearer, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), CacheLife.Of(TimeSpan.FromSeconds(60), 20, nearer));

    [Fact]
    public void Full_key_refuses_new_meshes_and_serves_known_ones()
    {
        var store = new RecordStore(Settings);
        for (var mesh = 0; mesh < Settings.MaxRecordsPerKey; mesh++)
            Assert.Equal(StoreVerdict.Stored, store.Put(Record(mesh, 1), Now));
        Assert.Equal(StoreVerdict.KeyFull, store.Put(Record(9_999, 1), Now));
        Assert.Equal(StoreVerdict.Stored, store.Put(Record(7, 2), Now));
        Assert.True(store.Get(Key, 0, 0, KadSizes.Room, Now).IsCrowded);
        var small = new RecordStore(Settings with { MaxRecords = 3 });
        Assert.Equal(
            [StoreVerdict.Stored, StoreVerdict.Stored, StoreVerdict.Stored, StoreVerdict.StoreFull],
            Enumerable.Range(0, 4).Select(i => small.Put(Record(i, 1) with { Key = NodeId.OfHash([(byte)i]) }, Now)));
    }

    [Fact]
    public void Pages_give_each_record_once_and_two_readers_different_ones_first()
    {
        var store = new RecordStore(Settings);
        for (var mesh = 0; mesh < 200; mesh++)
            store.Put(Record(mesh, 1), Now);
        Assert.Equal(200, All(store, salt: 1).Distinct().Count());
        Assert.Equal(200, All(store, salt: 1).Count());
        Assert.NotEqual(
            store.Get(Key, 1, 0, KadSizes.Room, Now).Records.Select(r => r.MeshId),
            store.Get(Key, 2, 0, KadSizes.Room, Now).Records.Select(r => r.MeshId));
    }

    [Fact]
    public void Merge_gives_the_same_in_any_order()
    {
        var random = new KadRandom(1);
        var records = Enumerable.Range(0, 24).Select(i => Record(i % 6, (ulong)(i % 5)) with { Payload = new[] { (byte)(i % 4) } }).ToArray();
        records[3] = records[3] with { Payload = default };
        var expected = Merge(records);
        for (var i = 0; i < 100_000; i++)
        {
            for (var j = records.Length - 1; j > 0; j--)
            {
                var other = random.Below(j + 1);
                (records[j], records[other]) = (records[other], records[j]);
            }

            Assert.Equal(expected, Merge(records));
        }
    }

    [Fact]
    public void Keys_of_different_meaning_differ() => Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 5], Gen.String[Gen.Char.AlphaNumeric, 1, 5])
        .Sample((space, name) => Assert.Equal(
            4,
            new[]
            {
                ServiceKey.Of(space, name), ServiceKey.Of(space + name, "x"), ServiceKey.OfShard(space, name, 0), ServiceKey.OfShard(space, name, 1),
            }.Distinct().Count()));

    [Fact]
    public void Key_ignores_case() => Assert.Equal(ServiceKey.Of("acme", "orders"), ServiceKey.Of("ACME", "Orders"));

    private static KadRecord Record(int mesh, ulong sequence) => new(
        Key, NodeId.OfHash([(byte)mesh, (byte)(mesh >> 8)]), sequence, Now.Wall.ToUnixTimeMilliseconds() + 600_000, new byte[] { 1, 2, 3 }, default, default);

    private static IReadOnlyList<KadRecord> Get(RecordStore store, Moment now) => store.Get(Key, 0, 0, KadSizes.Room, now).Records;

    private static IEnumerable<NodeId> All(RecordStore store, ulong salt)
    {
        for (var from = 0; ;)
        {
            var page = store.Get(Key, salt, from, KadSizes.Room, Now);
            foreach (var record in page.Records)
                yield return record.MeshId;
            if ((from = page.Next) == 0)
                yield break;
        }
    }

    private static IReadOnlyList<KadRecord> Merge(IEnumerable<KadRecord> records)
    {
        var merge = new RecordMerge();
        foreach (var record in records)
            merge.Add(record, Now);
        return merge.Found;
    }
}
