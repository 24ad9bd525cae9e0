using Mesh.Catalog;
using Mesh.Registry;

namespace Mesh.Actors.Tests.Registry;

public sealed class EventRingTests
{
    private static CatalogEvent Event(int number, int detail) => new(
        DateTimeOffset.UnixEpoch,
        new InstanceKey(ServiceName.Parse($"s{number}"), InstanceId.Parse("i")),
        "registered",
        new Evidence(Causes.Registered, "10.0.0.1:4053", new string('x', detail)));

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public void Ring_stays_within_its_bounds_and_keeps_the_newest(int detail)
    {
        var ring = new EventRing(1_000, 400_000);
        for (var i = 0; i < 5_000; i++)
            ring.Add(Event(i, detail));

        Assert.InRange(ring.Count, 100, 1_000);
        Assert.InRange(ring.Bytes, 1, 400_000);
        Assert.Empty(ring.Of(Event(0, 0).Key));
        Assert.Single(ring.Of(Event(4_999, 0).Key));
    }
}
