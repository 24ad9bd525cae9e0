using Mesh.Actors.Tests.Replication;
using Mesh.KeyValues;
using KeyClaim = Mesh.Replication.Claim<Mesh.KeyValues.KeyRecord>;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>A node that begins anew shows "k" as it was at <see cref="ShownAt"/>, in slots of a quarter of a millisecond.</summary>
public sealed class HeldKeysTests
{
    private const long ShownAt = 1_000_000;

    private static readonly Octets Key = Octets.Utf8("k");

    private readonly HeldKeys _held = new(new KeyValueSnapshot(
        KeyRevisions.Of(ShownAt, default), [Entry(KeyRevisions.Of(ShownAt, default))], []));

    [Theory]
    [InlineData(-1, false, true)]
    [InlineData(-1, true, true)]
    [InlineData(0, false, false)]
    [InlineData(0, true, true)]
    [InlineData(1, false, false)]
    [InlineData(1, true, false)]
    public void Key_stays_as_it_is_shown_until_what_is_known_is_no_older(int slots, bool isDeleted, bool keeps) =>
        Assert.Equal(keeps, _held.Keeps(Key, Claim(ShownAt + slots, isDeleted)));

    [Fact]
    public void Key_of_which_nothing_is_known_stays() => Assert.True(_held.Keeps(Key, null));

    [Fact]
    public void Other_keys_are_not_kept() => Assert.False(_held.Keeps(Octets.Utf8("other"), null));

    [Fact]
    public void What_has_gone_once_is_not_kept_again()
    {
        Assert.False(_held.Keeps(Key, Claim(ShownAt + 1, isDeleted: true)));

        Assert.False(_held.Keeps(Key, Claim(ShownAt - 1, isDeleted: true)));
        Assert.Empty(_held.Release());
    }

    [Fact]
    public void What_is_kept_to_the_end_is_told_once()
    {
        Assert.Equal([Key], _held.Release());

        Assert.False(_held.Keeps(Key, null));
        Assert.Empty(_held.Release());
    }

    private static KeyClaim Claim(long slot, bool isDeleted) => new(
        isDeleted ? Tombstone(slot) : new KeyRecord { Slot = KeySlot.OfEntry(Key), Value = Octets.Utf8("v"), Claim = KeyRevisions.ClaimOf(slot) },
        Some.Owner(1));

    private static KeyRecord Tombstone(long slot) => Of<KeyRecord>(slot);

    private static T Of<T>(long slot)
        where T : Mesh.Catalog.ITombstoned<KeySlot, T> => T.Tombstone(KeySlot.OfEntry(Key), KeyRevisions.ClaimOf(slot));

    private static KeyValue Entry(long revision) => new(Key, Octets.Utf8("v"), revision, revision, 1, 0, 0, Some.Owner(1));
}
