using Mesh.Node.Etcd.Watching;

namespace Mesh.Doors.Tests.Etcd;

public sealed class WatchStartsTests
{
    // A node with tag 5 that has made revisions 10·64+5 up to 20·64+5 and has forgotten those up to 12·64+5.
    private static readonly WatchStarts Starts = new(5, Rev(10), Rev(12), Rev(20));

    [Theory]
    [InlineData(0, WatchStart.Now)]
    [InlineData(-1, WatchStart.Now)]
    [InlineData((20 * 64) + 5, WatchStart.Resume)]
    [InlineData((20 * 64) + 6, WatchStart.Resume)]
    [InlineData((13 * 64) + 5, WatchStart.Resume)]
    [InlineData((12 * 64) + 6, WatchStart.Resume)]
    [InlineData((12 * 64) + 5, WatchStart.Compacted)]
    [InlineData((11 * 64) + 6, WatchStart.Compacted)]
    [InlineData((9 * 64) + 6, WatchStart.Replay)]
    [InlineData(1, WatchStart.Replay)]
    [InlineData((15 * 64) + 9, WatchStart.Replay)]
    [InlineData((22 * 64) + 5, WatchStart.Replay)]
    [InlineData(long.MaxValue, WatchStart.Replay)]
    public void A_start_revision_is_told_apart(long start, object expected) => Assert.Equal(expected, Starts.Of(start));

    [Fact]
    public void A_start_is_after_the_last_seen_or_at_a_revision_itself()
    {
        Assert.Equal(Rev(15), Starts.Before(Rev(15) + 1));
        Assert.Equal(Rev(14), Starts.Before(Rev(15)));
        Assert.Null(Starts.Before(Rev(15) + 3));
    }

    private static long Rev(int step) => (step * 64) + 5;
}
