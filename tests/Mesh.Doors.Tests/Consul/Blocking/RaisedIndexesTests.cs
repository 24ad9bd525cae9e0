using Mesh.Node.Consul.Blocking;
using Mesh.Views;

namespace Mesh.Doors.Tests.Consul.Blocking;

public sealed class RaisedIndexesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly RaisedIndexes _raised = new();

    [Fact]
    public void Line_that_nobody_raised_shows_its_own() => Assert.Equal(7, _raised.Shown("orders", 7));

    [Fact]
    public void Raised_line_shows_one_number_beyond_what_was_seen_until_it_changes()
    {
        _raised.Raise("orders", At(10), At(20));

        var shown = _raised.Shown("orders", At(10));

        Assert.True(shown > At(20));
        Assert.Equal(shown, _raised.Shown("orders", At(10)));
        Assert.Equal(At(10), _raised.Shown("stock", At(10)));
        Assert.True(_raised.IsRaised("orders"));
    }

    [Fact]
    public void Each_change_of_a_raised_line_has_a_number_beyond_the_last()
    {
        _raised.Raise("orders", At(10), At(20));
        var shown = _raised.Shown("orders", At(10));
        for (var slot = 11; slot < 19; slot++)
        {
            var next = _raised.Shown("orders", At(slot));
            Assert.True(next > shown, $"{next} after {shown}");
            shown = next;
        }
    }

    [Fact]
    public void Line_that_has_passed_what_was_shown_shows_its_own_again()
    {
        _raised.Raise("orders", At(10), At(20));

        Assert.Equal(At(30), _raised.Shown("orders", At(30)));
        Assert.False(_raised.IsRaised("orders"));
    }

    [Fact]
    public void Second_client_that_has_seen_less_raises_nothing()
    {
        _raised.Raise("orders", At(10), At(20));
        var shown = _raised.Shown("orders", At(10));

        _raised.Raise("orders", At(10), At(15));

        Assert.Equal(shown, _raised.Shown("orders", At(10)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(20, true)]
    [InlineData(40, false)]
    public void Index_from_more_than_a_month_ahead_is_nobodys(int days, bool isPossible) => Assert.Equal(
        isPossible, RaisedIndexes.IsPossible((ulong)CommonIndex.Of(CommonIndex.SlotOf(Now.AddDays(days)), 1), Now));

    [Fact]
    public void Number_that_is_no_index_is_nobodys() => Assert.False(RaisedIndexes.IsPossible(ulong.MaxValue, Now));

    [Fact]
    public void Joined_index_rises_with_either_part()
    {
        var joined = new JoinedIndex();
        var shown = 0L;
        foreach (var (one, other) in ((long, long)[])[(At(10), At(5)), (At(10), At(6)), (At(11), At(6)), (At(11), At(20)), (At(12), At(20))])
        {
            var next = joined.Of(one, other);
            Assert.True(next > shown, $"{next} after {shown}");
            Assert.Equal(next, joined.Of(one, other));
            shown = next;
        }
    }

    private static long At(long slot) => CommonIndex.Of(slot, 3);
}
