using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;

namespace Mesh.Actors.Tests.Registry;

public sealed class EventTimelineTests
{
    [Fact]
    public void Owner_that_tells_itself_makes_witnesses_superfluous()
    {
        var story = EventTimeline.Merge([Event(2, Causes.Seen, "b"), Event(1, Causes.Registered, "a"), Event(3, Causes.LinkBroken, "b")]);
        Assert.Equal([Causes.Registered, Causes.LinkBroken], story.Select(e => e.Evidence.Cause));
    }

    [Fact]
    public void Witness_that_saw_most_tells_for_an_owner_that_is_gone()
    {
        var story = EventTimeline.Merge(
        [
            Event(4, Causes.MemberRemoved, "b"),
            Event(1, Causes.Seen, "c"), Event(2, Causes.Seen, "c"),
            Event(2, Causes.Seen, "b"),
        ]);
        Assert.Equal([(Causes.Seen, "c"), (Causes.Seen, "c"), (Causes.MemberRemoved, "b")], story.Select(e => (e.Evidence.Cause, e.Evidence.Observer)));
    }

    private static CatalogEvent Event(int second, string cause, string observer) =>
        new(DateTimeOffset.UnixEpoch.AddSeconds(second), Some.Key(1), "changed", new Evidence(cause, observer, ""));
}
