using Mesh.KeyValues;
using Mesh.Node.Snapshots;

namespace Mesh.Node.Tests.Snapshots;

public sealed class EntryBatchesTests
{
    [Fact]
    public void What_hangs_on_one_lease_comes_together()
    {
        var batches = EntryBatches.Of(Enumerable.Range(0, 600).Select(n => Entry($"k{n:000}", n % 3 == 0 ? 0 : n % 30)));
        var leases = batches.SelectMany(b => b.Select(e => e.Lease)).ToArray();

        Assert.Equal(leases.Order(), leases);
        Assert.Equal(600, leases.Length);
    }

    [Fact]
    public void Batches_have_no_more_than_the_store_takes()
    {
        var large = new string('x', KeyValueLimits.ValueLength);
        var batches = EntryBatches.Of([.. Enumerable.Range(0, 700).Select(n => Entry($"s{n:000}")), .. Enumerable.Range(0, 20).Select(n => Entry($"t{n:000}", value: large))]).ToArray();

        Assert.Equal(720, batches.Sum(b => b.Count));
        Assert.All(batches, b => Assert.InRange(b.Count, 1, EntryBatches.WritesAtOnce));
        Assert.All(batches, b => Assert.InRange(b.Sum(e => e.Slot.Name.Length + e.Value.Length), 1, KeyValueLimits.BatchBytes));
    }

    [Fact]
    public void Nothing_is_no_batch() => Assert.Empty(EntryBatches.Of([]));

    private static KeyRecord Entry(string key, long lease = 0, string value = "v") =>
        new() { Slot = KeySlot.OfEntry(Octets.Utf8(key)), Value = Octets.Utf8(value), Lease = lease };
}
