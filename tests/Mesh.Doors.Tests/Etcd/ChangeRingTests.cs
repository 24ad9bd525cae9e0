using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Etcd.View;
using Mesh.Views;

namespace Mesh.Doors.Tests.Etcd;

public sealed class ChangeRingTests
{
    private static KeyChange Change(int number, int value) => new(number, [new KeyEvent(
        KeyEventKind.Put,
        new KeyValue(Octets.Utf8("k"), Octets.Wrap(new byte[value]), number, number, 1, 0, 0, new Owner("10.0.0.1:4053", 1)),
        null)]);

    [Theory]
    [InlineData(1, 64)]
    [InlineData(10_000, 9)]
    public void Ring_keeps_the_newest_within_its_bounds(int value, int kept)
    {
        var ring = new ChangeRing(64, 100_000);
        for (var i = 1; i <= 1_000; i++)
            ring.Add(i * RevisionClock.Step, Change(i, value));

        Assert.Equal(kept, Enumerable.Range(1, 1_000).Count(i => ring.Find(i * RevisionClock.Step) is not null));
        Assert.Equal(1_000, ring.Find(1_000 * RevisionClock.Step)?.Revision);
        Assert.InRange(ring.Bytes, 1, 100_000);
    }
}
