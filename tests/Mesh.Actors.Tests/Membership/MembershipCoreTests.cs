using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Membership.Joining;
using Mesh.Membership.Liveness;

namespace Mesh.Actors.Tests.Membership;

public class MembershipCoreTests
{
    private static readonly Owner A = new("a:1", 1);
    private static readonly Owner B = new("b:1", 2);
    private static readonly Owner C = new("c:1", 3);

    private MembershipCore _core = Start(ownsCluster: true);

    private ImmutableArray<MembershipEffect> _last = [];

    private static MembershipCore Start(bool ownsCluster) => MembershipCore.Start(
        new MembershipProtocol.Hello(A, "left", "z1", "1.0", 5),
        new MembershipSettings(new MeshTerms("mesh", 64, 1), "left", "z1", "1.0", new CurrentSeeds([]), [], TimeSpan.FromSeconds(5), ownsCluster),
        At(0));

    private static Moment At(double ms) => new(TimeSpan.FromMilliseconds(ms), DateTimeOffset.UnixEpoch);

    private static SeenMember Up(Owner owner, bool gone = false) => new(owner, MemberPhase.Up, gone, []);

    private void Step(MembershipInput input, double ms = 0) => (_core, _last) = _core.Step(input, At(ms));

    private void Cluster(ClusterProtocol.IMessage message, double ms = 0) => Step(new MembershipInput.Cluster(message), ms);

    private void Peer(MembershipProtocol.IPeer message, double ms = 0) => Step(new MembershipInput.Peer(message), ms);

    private void List(params SeenMember[] members) => Cluster(new ClusterProtocol.Members([.. members]));

    private IEnumerable<MembershipEffect.Show> Shown => _last.OfType<MembershipEffect.Show>();

    [Fact]
    public void Way_to_a_member_is_there_before_it_is_told_anything_and_before_it_is_up()
    {
        List(Up(A), Up(B));

        var ofB = _last.Where(e => e is MembershipEffect.Connect { Owner: var o } && o == B
            || e is MembershipEffect.Tell { To: var to } && to == B
            || e is MembershipEffect.Up { Member.Owner: var up } && up == B).ToArray();
        Assert.IsType<MembershipEffect.Connect>(ofB[0]);
        Assert.IsType<MembershipProtocol.Hello>(Assert.IsType<MembershipEffect.Tell>(ofB[1]).Message);
        Assert.IsType<MembershipEffect.Up>(ofB[2]);
        Assert.Equal([A, B], Assert.Single(Shown).Members.Select(m => m.Owner));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Member_is_named_once_it_is_up_and_has_said_who_it_is(bool isUpFirst)
    {
        var hello = new MembershipProtocol.Hello(B, "b", "", "", 0);
        List(Up(A), isUpFirst ? Up(B) : new SeenMember(B, MemberPhase.Joining, false, []));
        Assert.Empty(_last.OfType<MembershipEffect.Named>());
        if (isUpFirst)
        {
            Peer(hello);
        }
        else
        {
            Peer(hello);
            Assert.Empty(_last.OfType<MembershipEffect.Named>());
            List(Up(A), Up(B));
        }

        Assert.Equal("b", Assert.Single(_last.OfType<MembershipEffect.Named>()).Member.Name);
        Peer(hello with { Zone = "z" });
        List(Up(A), Up(B));
        Assert.Empty(_last.OfType<MembershipEffect.Named>());
    }

    [Theory]
    [InlineData("c", "C", true)]
    [InlineData("c", "d", false)]
    [InlineData("", "", false)]
    public void Two_members_of_one_name_are_told(string first, string second, bool isTold)
    {
        List(Up(A), Up(B), Up(C));
        Peer(new MembershipProtocol.Hello(B, first, "", "", 0));
        Assert.Empty(_last.OfType<MembershipEffect.SameName>());
        Peer(new MembershipProtocol.Hello(C, second, "", "", 0));

        Assert.Equal(isTold ? [(C, B)] : [], _last.OfType<MembershipEffect.SameName>().Select(s => (s.Member.Owner, s.Other.Owner)));
    }

    [Fact]
    public void List_without_this_node_is_shown_to_nobody()
    {
        List(Up(B));

        Assert.Empty(Shown);
    }

    [Fact]
    public void Members_are_shown_again_when_one_says_who_it_is_or_stands_otherwise_and_not_when_it_is_heard()
    {
        List(Up(A), Up(B));
        Peer(new MembershipProtocol.Hello(B, "right", "z2", "1.1", 7));
        Assert.Equal("right", Assert.Single(Shown).Members[1].Name);
        Peer(new MembershipProtocol.Ping(B, 1));
        Assert.Empty(Shown);

        Cluster(new ClusterProtocol.LinkDown(B.Address), 10);
        Assert.Empty(Shown);
        Step(MembershipInput.Due.Instance, 40);
        Assert.Equal(Standing.Suspect, Assert.Single(Shown).Members[1].Standing);
    }

    [Fact]
    public void Last_view_of_a_node_that_ends_is_shown_and_then_frozen()
    {
        List(Up(A), Up(B));
        List(Up(A) with { Phase = MemberPhase.Leaving }, Up(B));
        Assert.Equal("leaving", Assert.Single(Shown).Members[0].Status);
        Assert.True(_last.IndexOf(_last.OfType<MembershipEffect.Freeze>().Single()) > _last.IndexOf(Shown.Single()));
        Assert.Contains(_last, e => e is MembershipEffect.Report { Message: MembershipReport.Leaving });

        Cluster(new ClusterProtocol.Gone(B, InOrder: false));
        List(Up(A));

        Assert.Empty(_last);
    }

    private IEnumerable<string> Left => _last.OfType<MembershipEffect.Report>().Select(r => r.Message).OfType<MembershipReport.Left>()
        .Select(l => l.Reason);

    private void TellToLeave()
    {
        List(Up(A), Up(B, gone: true));
        List(Up(A) with { Phase = MemberPhase.Leaving }, Up(B, gone: true));
        Assert.Contains(_last, e => e is MembershipEffect.Report { Message: MembershipReport.Leaving });
    }

    /// <summary>The other host has lost its power: nobody may remove it, so nobody can let this node go.</summary>
    [Fact]
    public void Node_that_is_told_to_leave_and_is_not_let_go_has_left_after_the_limit()
    {
        TellToLeave();
        var limit = OwnMembership.LeaveLimit.TotalMilliseconds;
        for (var ms = 250.0; ms < limit; ms += 250)
        {
            Step(MembershipInput.Tick.Instance, ms);
            Assert.Empty(Left);
        }

        Step(MembershipInput.Tick.Instance, limit);
        Assert.Contains("15 s", Assert.Single(Left), StringComparison.Ordinal);
        Step(MembershipInput.Tick.Instance, limit + 250);
        Assert.Empty(Left);
    }

    [Fact]
    public void Node_in_an_applications_own_cluster_leaves_as_the_application_does()
    {
        _core = Start(ownsCluster: false);
        TellToLeave();
        Step(MembershipInput.Tick.Instance, 3_600_000);

        Assert.Empty(Left);
    }

    [Fact]
    public void Node_that_was_not_told_to_leave_never_has()
    {
        List(Up(A), Up(B, gone: true));
        Step(MembershipInput.Tick.Instance, 3_600_000);

        Assert.Empty(Left);
    }

    [Theory]
    [InlineData("quarantined")]
    [InlineData("removed")]
    [InlineData("down")]
    public void Node_that_the_others_end_while_it_leaves_has_left_and_does_not_join_again(string how)
    {
        TellToLeave();
        switch (how)
        {
            case "quarantined":
                Cluster(new ClusterProtocol.Quarantined(B.Address));
                break;
            case "removed":
                Cluster(new ClusterProtocol.Gone(A, InOrder: false));
                break;
            default:
                List(Up(A) with { Phase = MemberPhase.Down }, Up(B));
                break;
        }

        Assert.Single(Left);
        Assert.DoesNotContain(_last, e => e is MembershipEffect.Report { Message: MembershipReport.MustRejoin } or MembershipEffect.Show);
    }

    /// <summary>Its cluster shuts down because it has left; the end of its ActorSystem follows.</summary>
    [Fact]
    public void Cluster_that_shuts_down_while_the_node_leaves_is_nothing_to_tell()
    {
        TellToLeave();
        List(Up(A) with { Phase = MemberPhase.Exiting }, Up(B));
        Cluster(ClusterProtocol.Ended.Instance);

        Assert.DoesNotContain(_last, e => e is MembershipEffect.Report);
    }

    [Fact]
    public void Accusation_goes_to_all_but_the_accused()
    {
        List(Up(A), Up(B), Up(C));
        Cluster(new ClusterProtocol.LinkDown(B.Address), 10);

        Step(MembershipInput.Due.Instance, 40);

        var told = Assert.Single(_last.OfType<MembershipEffect.Tell>(), t => t.Message is MembershipProtocol.Accusation);
        Assert.Equal(C, told.To);
    }

    [Fact]
    public void Member_that_went_is_told_nothing_after_its_way_is_gone()
    {
        List(Up(A), Up(B), Up(C, gone: true));

        Cluster(new ClusterProtocol.Gone(C, InOrder: true), 10);
        Assert.Equal(Causes.MemberLeft, Assert.Single(_last.OfType<MembershipEffect.Removed>()).Evidence.Cause);
        for (var ms = 250; ms < 3_000; ms += 250)
        {
            Step(MembershipInput.Tick.Instance, ms);
            Assert.DoesNotContain(_last, e => e is MembershipEffect.Tell { To: var to } && to == C);
        }
    }

    [Fact]
    public void Same_inputs_give_the_same_effects()
    {
        var start = _core;
        List(Up(A), Up(B), Up(C));
        var (core, effects) = start.Step(new MembershipInput.Cluster(new ClusterProtocol.Members([Up(A), Up(B), Up(C)])), At(0));

        Assert.Equal(_last.Length, effects.Length);
        Assert.Equal(_core.DueIn(At(0)), core.DueIn(At(0)));
        Assert.Empty(start.Roster.Owners);
    }
}
