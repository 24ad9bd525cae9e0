using System.Collections.Immutable;
using Mesh.KeyValues;
using Mesh.Node.Data.Mirrors;
using Mesh.Node.Data.Records;
using OwnBucket = System.Collections.Immutable.ImmutableSortedDictionary<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.Node.Tests.Data;

public sealed class KeyMirrorTests
{
    [Fact]
    public void Entries_leases_and_tombstones_are_stored_and_equal_ones_are_not_written_again()
    {
        var mirror = new KeyMirror([Entry("same")]);
        IReadOnlyList<OwnBucket> own = [Bucket(Entry("same"), Entry("new")), Bucket(Lease(5), Entry("gone") with { Deleted = true })];
        var changes = Look(mirror, own, Absence.Deleted);
        Assert.Equal(
            [StoredRows.KeyOf(Entry("gone").Slot), StoredRows.KeyOf(Entry("new").Slot), StoredRows.KeyOf(Lease(5).Slot)],
            changes.Select(c => c.Key).OrderBy(k => k.Kind).ThenBy(k => k.Name));
        Assert.True(changes.Single(c => c.Key.Name == Octets.Utf8("gone")).Row!.Deleted);
        Assert.Empty(Look(mirror, own, Absence.Deleted));
    }

    [Fact]
    public void What_is_in_no_log_is_stored_no_longer_once_absence_counts()
    {
        var mirror = new KeyMirror([Entry("k"), Entry("l")]);
        OwnBucket[] own = [Bucket(Entry("k"))];
        Assert.Empty(Look(mirror, own, null));
        Assert.Equal(new StoreChange(StoredRows.KeyOf(Entry("l").Slot), null), Assert.Single(Look(mirror, own, Absence.Deleted)));
        Assert.Equal(1, mirror.Count);
    }

    [Fact]
    public void Record_that_leaves_its_bucket_is_stored_no_longer()
    {
        var mirror = new KeyMirror([]);
        var other = Bucket(Entry("other"));
        Look(mirror, [Bucket(Entry("k")), other], Absence.Deleted);
        Assert.Single(Look(mirror, [Bucket(), other], Absence.Deleted));
        Assert.Equal(1, mirror.Count);
    }

    [Fact]
    public void Absence_that_is_not_known_yet_is_asked_for_again()
    {
        var mirror = new KeyMirror([Entry("k")]);
        OwnBucket[] own = [Bucket()];
        Assert.Empty(Look(mirror, own, Absence.Unknown));
        Assert.Single(Look(mirror, own, Absence.Elsewhere));
    }

    [Fact]
    public void What_was_not_written_differs_still_at_the_next_look()
    {
        var mirror = new KeyMirror([Entry("old")]);
        OwnBucket[] own = [Bucket(Entry("k"))];
        Assert.Equal(2, mirror.Diff(own, _ => Absence.Deleted).Count);
        Assert.Equal(2, mirror.Diff(own, _ => Absence.Deleted).Count);
    }

    [Fact]
    public void Everything_is_written_again_after_the_file_was_lost()
    {
        var mirror = new KeyMirror([]);
        OwnBucket[] own = [Bucket(Entry("k"))];
        Look(mirror, own, Absence.Deleted);
        mirror.Forget();
        Assert.Single(Look(mirror, own, Absence.Deleted));
    }

    private static IReadOnlyList<StoreChange> Look(KeyMirror mirror, IReadOnlyList<OwnBucket> own, Absence? absence)
    {
        var changes = mirror.Diff(own, absence is { } found ? _ => found : null);
        mirror.Accept();
        return changes;
    }

    private static OwnBucket Bucket(params KeyRecord[] records) => records.ToImmutableSortedDictionary(r => r.Slot, r => r);

    private static KeyRecord Entry(string key) => new() { Slot = KeySlot.OfEntry(Octets.Utf8(key)), Value = Octets.Utf8("v"), Claim = 1 };

    private static KeyRecord Lease(long lease) => new() { Slot = KeySlot.OfLease(lease), Ttl = 60, Claim = 1 };
}
