using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Actors.Tests.Membership;

public class EvidenceTableTests
{
    private static readonly Owner A = new("a:1", 1);
    private static readonly Owner B = new("b:1", 2);
    private static readonly Owner C = new("c:1", 3);
    private static readonly Evidence Hearsay = new(Causes.ConnectionRefused, "c:1", "refused");

    private EvidenceTable _table = EvidenceTable.Start(A, At(0));
    private ImmutableArray<EvidenceEffect> _last = [];

    public EvidenceTableTests()
    {
        See(B);
        See(C);
    }

    private static Moment At(double ms) => new(TimeSpan.FromMilliseconds(ms), DateTimeOffset.UnixEpoch);

    private void Step(EvidenceInput input, double ms) => (_table, _last) = _table.Step(input, At(ms));

    private void See(Owner owner, bool gone = false, double ms = 0) =>
        Step(new EvidenceInput.Seen(new SeenMember(owner, MemberPhase.Up, gone, [])), ms);

    private void Judge(double ms, bool may = true) => Step(new EvidenceInput.Judge(may), ms);

    [Fact]
    public void Broken_link_is_a_question_and_silence_the_answer()
    {
        Step(new EvidenceInput.LinkBroken(B.Address), 100);
        var ping = Assert.IsType<EvidenceEffect.Ping>(Assert.Single(_last));
        Assert.Equal(B, ping.Owner);
        Assert.Equal(StandingTable.LinkGrace, _table.DueIn(At(100)));

        Judge(125);

        Assert.Equal(Standing.Suspect, Assert.IsType<EvidenceEffect.Publish>(_last[0]).Standing);
        Assert.Equal(A.Address, Assert.IsType<EvidenceEffect.Accuse>(_last[1]).Evidence.Observer);
        Assert.Equal(new EvidenceEffect.Probe(B), _last[2]);
    }

    [Fact]
    public void Answer_counts_when_it_was_asked_for_after_the_evidence()
    {
        Step(EvidenceInput.Greet.Instance, 50);
        var early = _last.OfType<EvidenceEffect.Ping>().Single(p => p.Owner == B).Number;
        Step(new EvidenceInput.LinkBroken(B.Address), 100);
        var asked = _last.OfType<EvidenceEffect.Ping>().Single().Number;

        Step(new EvidenceInput.Answered(B, early), 105);
        Assert.Equal([new EvidenceEffect.Contact(B)], _last.AsEnumerable());
        Assert.NotNull(_table.DueIn(At(105)));

        Step(new EvidenceInput.Answered(B, asked), 110);
        Assert.Null(_table.DueIn(At(110)));
        Judge(200);
        Assert.Equal(Standing.Confirmed, _table.Standings.StandingOf(B));
    }

    [Fact]
    public void Port_that_refuses_twice_convicts_a_member_that_is_in_doubt_already()
    {
        See(B, gone: true, ms: 5_000);
        Judge(5_500);
        Assert.Equal(Standing.Unreachable, _table.Standings.StandingOf(B));
        Step(new EvidenceInput.Probed(B, PortState.Refused), 5_510);
        Assert.Empty(_table.Dead);

        Step(EvidenceInput.Examine.Instance, 5_520);
        Assert.Equal([new EvidenceEffect.Probe(B)], _last.AsEnumerable());
        Step(EvidenceInput.Examine.Instance, 5_530);
        Assert.Empty(_last);
        Step(new EvidenceInput.Probed(B, PortState.Refused), 5_540);

        Assert.Equal([B], _table.Dead.AsEnumerable());
        Assert.Null(_table.At(B.Address));
        Step(EvidenceInput.Examine.Instance, 5_550);
        Assert.Empty(_last);
    }

    [Fact]
    public void Port_that_refuses_says_nothing_against_a_member_that_answers()
    {
        for (var i = 0; i < 5; i++)
            Step(new EvidenceInput.Probed(B, PortState.Refused), i);

        Assert.Empty(_table.Dead);
    }

    [Fact]
    public void Refusals_in_a_row_count_and_an_answer_forgives_them()
    {
        Step(new EvidenceInput.Accused(B, Hearsay), 0);
        Judge(100);
        Step(new EvidenceInput.Probed(B, PortState.Refused), 110);
        Step(new EvidenceInput.Probed(B, PortState.Silent), 120);
        Step(new EvidenceInput.Probed(B, PortState.Refused), 130);
        Assert.Empty(_table.Dead);
        Step(new EvidenceInput.Probed(B, PortState.Refused), 140);
        Assert.Equal([B], _table.Dead.AsEnumerable());

        Step(new EvidenceInput.Answered(B, long.MaxValue), 150);

        Assert.Empty(_table.Dead);
        Assert.Equal(Standing.Confirmed, _table.Standings.StandingOf(B));
    }

    [Fact]
    public void New_incarnation_at_an_address_is_the_end_of_the_old_one_for_good()
    {
        Step(new EvidenceInput.Spoke(new Owner(B.Address, 99)), 10);
        Assert.True(_table.IsSucceeded(B));
        Assert.False(_table.IsSucceeded(C));
        Assert.Equal([B], _table.Dead.AsEnumerable());
        Judge(10);
        Assert.Equal(Causes.NodeRestarted, Assert.IsType<EvidenceEffect.Publish>(_last[0]).Evidence.Cause);

        Step(new EvidenceInput.Answered(B, long.MaxValue), 20);
        Assert.Equal([B], _table.Dead.AsEnumerable());
        Step(new EvidenceInput.Spoke(new Owner(B.Address, 99)), 30);
        Assert.Empty(_last);
    }

    [Fact]
    public void Node_that_was_paused_says_so_once_and_judges_nobody_meanwhile()
    {
        Step(new EvidenceInput.LinkBroken(B.Address), 100);
        Step(EvidenceInput.Awake.Instance, 30_000);
        Assert.IsType<EvidenceEffect.DoubtSelf>(Assert.Single(_last));
        Step(EvidenceInput.Tick.Instance, 30_000);
        Assert.Empty(_last);

        Judge(30_000);
        Assert.DoesNotContain(_last, e => e is EvidenceEffect.Publish);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _table.DueIn(At(30_000)));
        Judge(33_000);
        Assert.Contains(_last, e => e is EvidenceEffect.Publish { Standing: Standing.Suspect });
    }

    [Fact]
    public void Incarnation_that_has_ended_judges_nobody()
    {
        Step(new EvidenceInput.LinkBroken(B.Address), 100);

        Judge(1_000, may: false);

        Assert.DoesNotContain(_last, e => e is EvidenceEffect.Publish);
        Assert.Equal(Standing.Confirmed, _table.Standings.StandingOf(B));
    }

    [Fact]
    public void Given_up_member_is_heard_here_for_as_long_as_it_speaks()
    {
        See(B, gone: true, ms: 1_000);
        Assert.Equal([B], _table.HeardHere(At(2_499)).AsEnumerable());
        Assert.Empty(_table.HeardHere(At(2_500)));

        Step(new EvidenceInput.Heard(B), 3_000);
        Assert.Equal([B], _table.HeardHere(At(5_499)).AsEnumerable());
        Assert.DoesNotContain(C, _table.HeardHere(At(3_000)));
    }

    [Fact]
    public void Members_alone_are_spoken_of()
    {
        var stranger = new Owner("d:1", 4);
        EvidenceInput[] inputs =
        [
            new EvidenceInput.Heard(stranger), new EvidenceInput.Answered(stranger, 1), new EvidenceInput.LinkBroken("d:1"),
            new EvidenceInput.Accused(stranger, Hearsay), new EvidenceInput.Accused(A, Hearsay),
            new EvidenceInput.Probed(stranger, PortState.Refused), new EvidenceInput.Spoke(stranger), new EvidenceInput.Gone(stranger),
        ];
        foreach (var input in inputs)
        {
            Step(input, 10);
            Assert.Empty(_last);
        }

        Step(new EvidenceInput.LinkBroken(B.Address), 20);
        Step(new EvidenceInput.Gone(B), 30);
        Judge(1_000);
        Assert.Empty(_last);
        Assert.Null(_table.DueIn(At(1_000)));
    }
}
