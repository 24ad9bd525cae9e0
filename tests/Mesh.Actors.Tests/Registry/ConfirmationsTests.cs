using Mesh.Actors.Tests.Replication;
using Mesh.Registry;

namespace Mesh.Actors.Tests.Registry;

public sealed class ConfirmationsTests
{
    private readonly Confirmations _open = new();

    [Fact]
    public void Nobody_to_confirm_is_complete_at_once() => Assert.False(_open.Add(One(1, required: 0)));

    [Fact]
    public void Ends_with_the_last_acknowledgement_that_is_required()
    {
        Assert.True(_open.Add(One(1, required: 2)));
        Assert.Empty(_open.Acknowledge(Some.Owner(1), 1));
        Assert.Empty(_open.Acknowledge(Some.Owner(1), 1));
        Assert.Empty(_open.Acknowledge(Some.Owner(9), 1));
        Assert.True(Assert.Single(_open.Acknowledge(Some.Owner(2), 1)).Reached);
        Assert.Empty(_open.Open);
    }

    [Fact]
    public void Several_commands_of_one_flush_end_each_by_its_own_quorum()
    {
        _open.Add(One(1, required: 1));
        _open.Add(One(1, required: 2));
        Assert.Equal(1, Assert.Single(_open.Acknowledge(Some.Owner(1), 1)).Required);
        Assert.Equal(2, Assert.Single(_open.Acknowledge(Some.Owner(2), 1)).Required);
    }

    [Fact]
    public void Removed_member_need_not_confirm()
    {
        _open.Add(One(1, required: 2));
        _open.Acknowledge(Some.Owner(1), 1);
        Assert.Equal([Some.Owner(1)], Assert.Single(_open.Remove(Some.Owner(2))).Confirmed);
    }

    [Fact]
    public void Silent_member_is_excused_where_reachable_ones_suffice_and_still_named()
    {
        _open.Add(One(1, required: 2, isExcusing: true));
        _open.Add(One(2, required: 2));
        _open.Acknowledge(Some.Owner(1), 1);
        _open.Acknowledge(Some.Owner(1), 2);
        var ended = Assert.Single(_open.Excuse(Some.Owner(2)));
        Assert.Equal((1L, true), (ended.Number, ended.Reached));
        Assert.Equal([Some.Owner(2)], ended.Unconfirmed);
    }

    [Fact]
    public void Deadline_ends_it_as_it_stands()
    {
        _open.Add(One(1, required: 2));
        Assert.Empty(_open.Expire(TimeSpan.FromSeconds(4)));
        var ended = Assert.Single(_open.Expire(TimeSpan.FromSeconds(5)));
        Assert.False(ended.Reached);
        Assert.Equal([Some.Owner(1), Some.Owner(2)], ended.Unconfirmed);
    }

    private static Confirmation One(long number, int required, bool isExcusing = false) => new(
        number, [], [Some.Owner(1), Some.Owner(2)], [], required, isExcusing ? [] : null, TimeSpan.FromSeconds(5), _ => { });
}
