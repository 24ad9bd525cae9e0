using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Membership.Joining;
using Mesh.Membership.Liveness;

namespace Mesh.Actors.Tests.Membership;

public class RosterTests
{
    private static readonly Owner A = new("a:1", 1);
    private static readonly Owner B = new("b:1", 2);
    private static readonly MembershipProtocol.Hello Self = new(A, "left", "z1", "1.0", 5);

    private Roster _roster = Roster.Start(Self);
    private ImmutableArray<RosterEffect> _last = [];

    private static SeenMember Seen(Owner owner, MemberPhase phase = MemberPhase.Up, bool gone = false) =>
        new(owner, phase, gone, ["mesh"]);

    private void Step(RosterInput input) => (_roster, _last) = _roster.Step(input);

    private void List(params SeenMember[] members) => Step(new RosterInput.Listed([.. members]));

    [Fact]
    public void Member_comes_is_up_once_and_goes()
    {
        List(Seen(A), Seen(B, MemberPhase.Joining));
        Assert.Equal(
            [
                new RosterEffect.Came(A), new RosterEffect.Seen(Seen(A)), new RosterEffect.Up(A),
                new RosterEffect.Came(B), new RosterEffect.Seen(Seen(B, MemberPhase.Joining)),
            ],
            _last.AsEnumerable());
        Assert.Equal([A], _roster.Told);

        List(Seen(A), Seen(B));
        Assert.Equal([new RosterEffect.Up(B)], _last.OfType<RosterEffect.Up>());
        List(Seen(A), Seen(B, MemberPhase.Leaving));
        Assert.Empty(_last.OfType<RosterEffect.Up>());

        List(Seen(A));
        Assert.Equal([new RosterEffect.Gone(B)], _last.OfType<RosterEffect.Gone>());
        Step(new RosterInput.Gone(B));
        Assert.Empty(_last);
    }

    [Fact]
    public void Node_is_in_its_mesh_once_it_is_listed_itself()
    {
        List(Seen(B));
        Assert.False(_roster.IsIn);
        Assert.Null(_roster.OwnPhase);
        Assert.Null(_roster.Situation().Island);

        List(Seen(B), Seen(A));

        Assert.True(_roster.IsIn);
        Assert.Equal(MemberPhase.Up, _roster.OwnPhase);
        Assert.Equal(new Island(2, B, long.MaxValue), _roster.Situation().Island);
    }

    [Fact]
    public void Introduction_counts_for_another_member_and_until_it_says_something_else()
    {
        List(Seen(A), Seen(B));
        var hello = new MembershipProtocol.Hello(B, "right", "z2", "1.1", 7);
        Assert.True(_roster.IsUnknown(B));
        Assert.Equal("", _roster.View(B, StandingTable.Empty).Name);

        Step(new RosterInput.Introduced(hello));
        Assert.Equal([new RosterEffect.Introduced(B, IsFirst: true)], _last.AsEnumerable());
        Step(new RosterInput.Introduced(hello));
        Assert.Empty(_last);
        Step(new RosterInput.Introduced(hello with { Name = "" }));
        Assert.Equal([new RosterEffect.Introduced(B, IsFirst: false)], _last.AsEnumerable());
        Assert.Equal(("b:1", "z2"), (_roster.View(B, StandingTable.Empty).Name, _roster.View(B, StandingTable.Empty).Zone));

        Step(new RosterInput.Introduced(Self with { Name = "forged" }));
        Step(new RosterInput.Introduced(hello with { Owner = new Owner("c:1", 3) }));
        Assert.Empty(_last);
        Assert.Equal(["left", "b:1"], _roster.View(StandingTable.Empty).Select(m => m.Name));
    }

    [Fact]
    public void Situation_counts_those_that_can_be_reached()
    {
        List(Seen(B, gone: true), Seen(A));

        var situation = _roster.Situation();

        Assert.Equal(new Island(1, A, 5), situation.Island);
        Assert.Equal([A, B], situation.Members.Order());
        Assert.Equal(["a:1"], situation.Reachable.AsEnumerable());
    }
}
