using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Downing;
using Mesh.Membership.Liveness;

namespace Mesh.Actors.Tests.Membership;

public class DowningStateTests
{
    private static readonly Owner A = new("a:1", 1);
    private static readonly Owner B = new("b:1", 2);
    private static readonly Owner C = new("c:1", 3);
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(5);

    private DowningState _state = DowningState.Start(A, StableAfter, At(0));
    private ImmutableArray<DowningEffect> _last = [];

    private static Moment At(double seconds) => new(TimeSpan.FromSeconds(seconds), DateTimeOffset.UnixEpoch);

    private static SeenMember Up(Owner owner, bool gone = false) => new(owner, MemberPhase.Up, gone, []);

    private void Step(DowningInput input, double seconds) => (_state, _last) = _state.Step(input, At(seconds));

    private void Consider(double seconds, bool may = true, bool heardHere = false) => Step(
        new DowningInput.Consider([Up(A), Up(B), Up(C, gone: true)], [], heardHere ? [C] : [], may), seconds);

    private void SayOfB(double seconds, params Owner[] heard) => Step(new DowningInput.Heard(B, [.. heard]), seconds);

    [Fact]
    public void Silent_member_is_removed_once_nothing_changed_for_long_enough_and_the_witness_agrees()
    {
        Consider(1);
        Assert.IsType<DowningEffect.Note>(Assert.Single(_last));
        Consider(2);
        Assert.Empty(_last);
        SayOfB(5.9);

        Consider(6);

        Assert.Equal(C, Assert.IsType<DowningEffect.Remove>(_last[^1]).Owner);
    }

    [Fact]
    public void Word_of_a_witness_holds_for_a_while()
    {
        Consider(0);
        SayOfB(5, C);
        Consider(8);
        Assert.DoesNotContain(_last, e => e is DowningEffect.Remove);
        SayOfB(9);
        Consider(9 + DowningState.WordLife.TotalSeconds + 0.1);
        Assert.DoesNotContain(_last, e => e is DowningEffect.Remove);
        SayOfB(13);
        Consider(13);
        Assert.Contains(_last, e => e is DowningEffect.Remove);
    }

    [Fact]
    public void Member_that_is_heard_here_is_not_removed()
    {
        Consider(0);
        SayOfB(6);

        Consider(6, heardHere: true);

        Assert.DoesNotContain(_last, e => e is DowningEffect.Remove);
    }

    [Fact]
    public void Pause_makes_the_stable_time_count_anew()
    {
        Consider(0);
        Step(DowningInput.Paused.Instance, 4);
        SayOfB(8);
        Consider(8);
        Assert.DoesNotContain(_last, e => e is DowningEffect.Remove);
        SayOfB(9);
        Consider(9);
        Assert.Contains(_last, e => e is DowningEffect.Remove);
    }

    [Fact]
    public void Who_may_not_decide_sees_whether_it_is_stable_all_the_same()
    {
        Consider(0, may: false);
        SayOfB(5);
        Consider(5, may: false);
        Assert.Empty(_last);

        Consider(5);

        Assert.Contains(_last, e => e is DowningEffect.Remove);
    }

    [Fact]
    public void Word_of_a_member_that_is_gone_counts_no_more()
    {
        Consider(0);
        SayOfB(5);
        Step(new DowningInput.Gone(B), 5);

        Consider(5);

        Assert.DoesNotContain(_last, e => e is DowningEffect.Remove);
    }
}
