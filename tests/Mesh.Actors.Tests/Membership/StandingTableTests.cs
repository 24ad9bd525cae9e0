using CsCheck;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Actors.Tests.Membership;

public class StandingTableTests
{
    private static readonly Owner B = new("b:1", 2);
    private static readonly Evidence Broken = new(Causes.LinkBroken, "a:1", "the link to it broke");
    private static readonly Evidence Silent = new(Causes.Unreachable, "a:1", "silent");
    private static readonly Evidence Spoke = new(Causes.HeardAgain, "a:1", "it answered");

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    [Fact]
    public void Broken_link_of_a_silent_member_makes_it_suspect_after_the_grace_and_is_told()
    {
        var broken = StandingTable.Empty.Add(B).LinkBroken(B, Broken, Ms(0));
        Assert.Equal([new StandingEffect.Challenge(B)], broken.Effects.AsEnumerable());
        Assert.Equal(Standing.Confirmed, broken.Next.StandingOf(B));
        Assert.Equal(StandingTable.LinkGrace, broken.Next.NextDue);

        var judged = broken.Next.Tick(StandingTable.LinkGrace, mayJudge: true);

        Assert.Equal(Standing.Suspect, judged.Next.StandingOf(B));
        Assert.Equal(
            [
                new StandingEffect.Publish(B, Standing.Suspect, Broken),
                new StandingEffect.Accuse(B, Broken),
                new StandingEffect.Examine(B),
            ],
            judged.Effects.AsEnumerable());
    }

    [Fact]
    public void Broken_link_of_a_living_member_changes_nothing()
    {
        var step = StandingTable.Empty.Add(B).LinkBroken(B, Broken, Ms(0)).Next.Answered(B, Spoke, Ms(5));

        Assert.Empty(step.Effects);
        Assert.Empty(step.Next.Tick(Ms(1_000), true).Effects);
        Assert.Null(step.Next.NextDue);
    }

    [Fact]
    public void Suspect_that_answers_is_confirmed_at_once()
    {
        var suspect = StandingTable.Empty.Add(B).LinkBroken(B, Broken, Ms(0)).Next.Tick(Ms(30), true).Next;

        var step = suspect.Answered(B, Spoke, Ms(40));

        Assert.Equal([new StandingEffect.Publish(B, Standing.Confirmed, Spoke)], step.Effects.AsEnumerable());
    }

    [Fact]
    public void Suspect_that_is_only_heard_of_is_challenged()
    {
        var suspect = StandingTable.Empty.Add(B).LinkBroken(B, Broken, Ms(0)).Next.Tick(Ms(30), true).Next;

        var step = suspect.Heard(B, Ms(40));

        Assert.Equal([new StandingEffect.Challenge(B)], step.Effects.AsEnumerable());
        Assert.Equal(Standing.Suspect, step.Next.StandingOf(B));
    }

    [Fact]
    public void Link_of_a_member_that_leaves_in_order_may_break()
    {
        var table = StandingTable.Empty.Add(B).Leave(B);

        Assert.Empty(table.LinkBroken(B, Broken, Ms(0)).Effects);
        Assert.Empty(StandingTable.Empty.Add(B).LinkBroken(B, Broken, Ms(0)).Next.Leave(B).Tick(Ms(30), true).Effects);
    }

    [Fact]
    public void Accusation_is_checked_before_it_is_believed_and_not_passed_on()
    {
        var accused = StandingTable.Empty.Add(B).Accused(B, Broken, Ms(0));
        Assert.Equal([new StandingEffect.Challenge(B)], accused.Effects.AsEnumerable());
        Assert.Empty(accused.Next.Tick(StandingTable.LinkGrace, true).Effects);

        var judged = accused.Next.Tick(StandingTable.HearsayGrace, true);

        Assert.Equal(
            [new StandingEffect.Publish(B, Standing.Suspect, Broken), new StandingEffect.Examine(B)], judged.Effects.AsEnumerable());
    }

    [Fact]
    public void What_enough_others_have_told_is_not_told_again()
    {
        var step = StandingTable.Empty.Add(B).LinkBroken(B, Broken, Ms(0)).Next
            .Accused(B, Broken, Ms(1)).Next.Accused(B, Broken, Ms(2)).Next.Tick(Ms(30), true);

        Assert.DoesNotContain(step.Effects, e => e is StandingEffect.Accuse);
    }

    [Fact]
    public void Node_that_doubts_itself_waits_and_judges_afterwards()
    {
        var table = StandingTable.Empty.Add(B).LinkBroken(B, Broken, Ms(0)).Next;

        var doubting = table.Tick(Ms(600), mayJudge: false);
        Assert.Equal([new StandingEffect.Challenge(B)], doubting.Effects.AsEnumerable());

        Assert.Equal(Standing.Suspect, doubting.Next.Tick(Ms(700), mayJudge: true).Next.StandingOf(B));
    }

    [Fact]
    public void Failure_detector_is_believed_at_once_about_a_member_not_heard_of_here()
    {
        var step = StandingTable.Empty.Add(B).GivenUp(B, Silent, sinceContact: Ms(3_000), Ms(0));

        var judged = step.Next.Tick(Ms(0), true);

        Assert.Equal(Standing.Unreachable, judged.Next.StandingOf(B));
    }

    [Fact]
    public void Failure_detector_of_somebody_else_does_not_outrank_what_is_heard_here()
    {
        var table = StandingTable.Empty.Add(B).GivenUp(B, Silent, sinceContact: Ms(100), Ms(0)).Next;
        for (var now = 100; now < 20_000; now += 100)
        {
            var step = table.Tick(Ms(now), true);
            Assert.DoesNotContain(step.Effects, e => e is StandingEffect.Publish);
            table = step.Effects.Contains(new StandingEffect.Challenge(B)) || now == 100
                ? step.Next.Answered(B, Spoke, Ms(now)).Next
                : step.Next;
        }

        var silent = table;
        for (var now = 20_000; now < 21_500; now += 100)
            silent = silent.Tick(Ms(now), true).Next;
        Assert.Equal(Standing.Unreachable, silent.StandingOf(B));
    }

    [Fact]
    public void Reachable_again_is_confirmed()
    {
        var table = StandingTable.Empty.Add(B).GivenUp(B, Silent, Ms(3_000), Ms(0)).Next.Tick(Ms(0), true).Next;

        var step = table.Reachable(B, Spoke);

        Assert.Equal([new StandingEffect.Publish(B, Standing.Confirmed, Spoke)], step.Effects.AsEnumerable());
        Assert.Null(step.Next.NextDue);
    }

    [Fact]
    public void Refusing_port_ends_the_grace()
    {
        var table = StandingTable.Empty.Add(B).Accused(B, Broken, Ms(0)).Next.PortRefused(B, Ms(3)).Next;

        Assert.Equal(Standing.Suspect, table.Tick(Ms(3), true).Next.StandingOf(B));
    }

    /// <summary>Whatever happens, in any order: one Publish per change, and a member that answers and is reachable is Confirmed.</summary>
    [Fact]
    public void Publishes_exactly_the_changes_and_ends_confirmed_when_all_is_well()
    {
        Gen.Select(Gen.Int[0, 8], Gen.Int[1, 400]).Array[0, 60].Sample(events =>
        {
            var table = StandingTable.Empty.Add(B);
            var now = TimeSpan.Zero;
            var published = Standing.Confirmed;
            foreach (var (kind, pause) in events)
            {
                now += Ms(pause);
                var step = Event(table, kind, now);
                foreach (var publish in step.Effects.OfType<StandingEffect.Publish>())
                {
                    Assert.NotEqual(published, publish.Standing);
                    published = publish.Standing;
                }

                table = step.Next;
                Assert.Equal(published, table.StandingOf(B));
            }

            table = table.Reachable(B, Spoke).Next.Answered(B, Spoke, now).Next.Tick(now + Ms(1), true).Next;
            Assert.Equal(Standing.Confirmed, table.StandingOf(B));
            Assert.Null(table.NextDue);
        });
    }

    private static StandingStep Event(StandingTable table, int kind, TimeSpan now) => kind switch
    {
        0 => table.LinkBroken(B, Broken, now),
        1 => table.Accused(B, Broken, now),
        2 => table.GivenUp(B, Silent, Ms(100), now),
        3 => table.GivenUp(B, Silent, Ms(5_000), now),
        4 => table.Reachable(B, Spoke),
        5 => table.Answered(B, Spoke, now),
        6 => table.Heard(B, now),
        7 => table.PortRefused(B, now),
        _ => table.Tick(now, mayJudge: true),
    };
}
