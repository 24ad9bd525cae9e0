using Mesh.Node.Etcd.Watching;

namespace Mesh.Doors.Tests.Etcd;

public sealed class RevisionWindowTests
{
    // A node with tag 5 that has made revisions 10·64+5 up to 20·64+5 and has forgotten those up to 12·64+5.
    private static readonly RevisionWindow Window = new(5, Rev(10), Rev(12), Rev(20));

    [Theory]
    [InlineData(0, WatchStartKind.Now)]
    [InlineData(-1, WatchStartKind.Now)]
    [InlineData((20 * 64) + 5, WatchStartKind.Resume)]
    [InlineData((20 * 64) + 6, WatchStartKind.Resume)]
    [InlineData((13 * 64) + 5, WatchStartKind.Resume)]
    [InlineData((12 * 64) + 6, WatchStartKind.Resume)]
    [InlineData((12 * 64) + 5, WatchStartKind.Compacted)]
    [InlineData((11 * 64) + 6, WatchStartKind.Compacted)]
    [InlineData((9 * 64) + 6, WatchStartKind.Replay)]
    [InlineData(1, WatchStartKind.Replay)]
    [InlineData((15 * 64) + 9, WatchStartKind.Replay)]
    [InlineData((22 * 64) + 5, WatchStartKind.Replay)]
    [InlineData(long.MaxValue, WatchStartKind.Replay)]
    public void A_start_revision_is_told_apart(long start, object expected) => Assert.Equal(expected, Window.StartOf(start));

    [Fact]
    public void A_start_is_after_the_last_seen_or_at_a_revision_itself()
    {
        Assert.Equal(Rev(15), Window.Before(Rev(15) + 1));
        Assert.Equal(Rev(14), Window.Before(Rev(15)));
        Assert.Null(Window.Before(Rev(15) + 3));
    }

    private static long Rev(int step) => (step * 64) + 5;
}
