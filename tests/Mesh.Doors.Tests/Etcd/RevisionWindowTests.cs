using Mesh.Node.Etcd.Watching;

namespace Mesh.Doors.Tests.Etcd;

public sealed class RevisionWindowTests
{
    // A node that has forgotten what was up to 1,200.
    private static readonly RevisionWindow Window = new(1_200);

    [Theory]
    [InlineData(0, false, WatchStartKind.Now)]
    [InlineData(-1, false, WatchStartKind.Now)]
    [InlineData(2_000, true, WatchStartKind.Resume)]
    [InlineData(1_200, true, WatchStartKind.Resume)]
    [InlineData(1_200, false, WatchStartKind.Compacted)]
    [InlineData(1_199, false, WatchStartKind.Compacted)]
    [InlineData(1, false, WatchStartKind.Compacted)]
    [InlineData(1_500, false, WatchStartKind.Replay)]
    [InlineData(long.MaxValue, false, WatchStartKind.Replay)]
    public void A_start_revision_is_told_apart(long start, bool isKnown, object expected) =>
        Assert.Equal(expected, Window.StartOf(start, isKnown));
}
