using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

public sealed class WriteBehindTests
{
    private readonly WriteBehind _behind = new();

    [Fact]
    public void Bucket_is_due_once_it_rests()
    {
        _behind.Changed(3);
        Assert.Empty(Turns(5));
        _behind.Changed(3);
        Assert.Empty(Turns(WriteBehind.Rest));
        Assert.True(_behind.IsBehind(3));

        Assert.Equal([3], _behind.Turn());
        Assert.False(_behind.IsBehind(3));
        Assert.False(_behind.HasWork);
    }

    [Fact]
    public void Bucket_that_never_rests_is_due_in_the_end()
    {
        var due = 0;
        for (var turn = 0; turn < (3 * WriteBehind.Longest) + 10; turn++)
        {
            _behind.Changed(1);
            due += _behind.Turn().Count;
        }

        Assert.Equal(3, due);
    }

    [Fact]
    public void Doubted_member_makes_each_turn_count_and_so_does_the_time_after()
    {
        _behind.Seen(Some.Owner(2), Standing.Suspect);
        _behind.Changed(1);
        Assert.Equal([1], _behind.Turn());

        _behind.Seen(Some.Owner(2), Standing.Confirmed);
        _behind.Changed(2);
        _behind.Changed(1);
        Assert.Equal([1, 2], _behind.Turn());
        Turns(WriteBehind.Hurried);
        _behind.Changed(1);
        Assert.Empty(_behind.Turn());
    }

    [Fact]
    public void Removed_member_is_doubted_no_more()
    {
        _behind.Seen(Some.Owner(2), Standing.Unreachable);
        _behind.Removed(Some.Owner(2));
        Assert.True(_behind.HasWork);
        Turns(WriteBehind.Hurried);

        _behind.Changed(1);
        Assert.Empty(_behind.Turn());
        Assert.True(_behind.HasWork);
    }

    [Fact]
    public void Member_that_nobody_doubted_is_no_reason_to_hurry()
    {
        _behind.Seen(Some.Owner(2), Standing.Confirmed);
        _behind.Removed(Some.Owner(2));

        Assert.False(_behind.HasWork);
    }

    private IReadOnlyList<int> Turns(int count) => [.. Enumerable.Range(0, count).SelectMany(_ => _behind.Turn())];
}
