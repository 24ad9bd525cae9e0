using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

public sealed class RecentPushesTests
{
    private readonly RecentPushes _recent = new();

    [Fact]
    public void Pushes_are_kept_in_their_order_until_they_are_too_old()
    {
        _recent.Add([Push(1)], 10);
        _recent.Turn();
        _recent.Add([Push(2)], 10);
        for (var i = 1; i < RecentPushes.Turns; i++)
            _recent.Turn();

        Assert.Equal([Push(1), Push(2)], _recent.All);
        _recent.Turn();
        Assert.Equal([Push(2)], _recent.All);
        _recent.Turn();
        Assert.Empty(_recent.All);
    }

    [Fact]
    public void Oldest_make_room_when_there_are_too_many_bytes()
    {
        _recent.Add([Push(1)], RecentPushes.Limit / 2);
        _recent.Add([Push(2)], RecentPushes.Limit / 2);

        Assert.Equal([Push(2)], _recent.All);
    }

    [Fact]
    public void One_that_is_too_large_is_not_kept()
    {
        _recent.Add([Push(1)], RecentPushes.Limit);

        Assert.Empty(_recent.All);
        _recent.Add([Push(2)], 10);
        Assert.Equal([Push(2)], _recent.All);
    }

    private static ReplicationProtocol.PushAck Push(long number) => new(Some.Owner(1), number);
}
