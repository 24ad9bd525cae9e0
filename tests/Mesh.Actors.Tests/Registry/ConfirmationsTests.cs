using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;

namespace Mesh.Actors.Tests.Registry;

public sealed class ConfirmationsTests
{
    private static readonly AwaitedChange Change = new AwaitedChange.Registration(Some.Key("orders", "o-1"));

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

    [Fact]
    public void Majority_counts_this_node_as_the_first_of_more_than_half()
    {
        Assert.Equal([0, 1, 1, 2, 2], Enumerable.Range(0, 5).Select(others => Begin(Quorum.Majority, Members(others)).Required));
        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 5).Select(others => Begin(Quorum.All, Members(others)).Required));
    }

    [Fact]
    public void Only_a_drain_excuses_those_that_are_silent_when_it_begins()
    {
        var members = Members(3);
        members[Some.Owner(2)] = Standing.Suspect;

        Assert.Equal(2, Begin(Quorum.Reachable, members).Required);
        Assert.Equal([Some.Owner(1), Some.Owner(2), Some.Owner(3)], Begin(Quorum.Reachable, members).Unconfirmed);
        Assert.Equal(3, Begin(Quorum.All, members).Required);
        Assert.Equal(2, Begin(Quorum.Majority, members).Required);
    }

    [Fact]
    public void Deadline_counts_from_the_beginning() =>
        Assert.Equal(TimeSpan.FromSeconds(9), Begin(Quorum.All, Members(1)).Deadline);

    private static Dictionary<Owner, Standing> Members(int others) =>
        Enumerable.Range(0, others + 1).ToDictionary(n => n == 0 ? RegistryNode.Self : Some.Owner(n), _ => Standing.Confirmed);

    private static Confirmation Begin(Quorum quorum, Dictionary<Owner, Standing> members) => Confirmation.Begin(
        RegistryNode.Caller,
        new CommandOutcome.Await(quorum, TimeSpan.FromSeconds(5), Change),
        1,
        [],
        RegistryNode.Self,
        members,
        TimeSpan.FromSeconds(4));

    private static Confirmation One(long number, int required, bool isExcusing = false) => new(
        RegistryNode.Caller,
        Change,
        number,
        [],
        [Some.Owner(1), Some.Owner(2)],
        [],
        required,
        isExcusing ? [] : null,
        TimeSpan.FromSeconds(5));
}
