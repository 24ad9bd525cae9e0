using Mesh.Federation.Transport;

namespace Mesh.Federation.Tests.Transport;

/// <summary>What one address is asked by.</summary>
public sealed class CarrierChoiceTests
{
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(10);
    private static readonly CarrierPlan Datagram = new(true, null);
    private static readonly CarrierPlan Call = new(false, TimeSpan.Zero);
    private static readonly CarrierPlan Both = new(true, TimeSpan.Zero);
    private static readonly CarrierPlan DatagramThenCall = new(true, CarrierChoice.Patience);

    [Fact]
    public void Address_that_never_answered_is_called_when_its_datagram_is_not_answered_in_time() =>
        Assert.Equal(DatagramThenCall, CarrierChoice.Unknown.Plan(Now, isMute: false));

    [Fact]
    public void Link_that_brings_only_calls_does_not_wait_with_a_new_address() =>
        Assert.Equal(Both, CarrierChoice.Unknown.Plan(Now, isMute: true));

    [Fact]
    public void Address_that_answers_datagrams_is_not_called_for_one_that_got_lost()
    {
        var choice = CarrierChoice.Unknown.DatagramAnswered(Now);
        Assert.Equal(Datagram, choice.Plan(Now, isMute: false));
        Assert.Equal(Datagram, choice.DatagramLost().Plan(Now, isMute: true));
        Assert.Equal(DatagramThenCall, choice.DatagramLost().DatagramLost().Plan(Now, isMute: false));
        Assert.Equal(Datagram, choice.DatagramLost().DatagramAnswered(Now).DatagramLost().Plan(Now, isMute: false));
    }

    [Fact]
    public void Answered_call_is_followed_by_calls_with_datagrams_beside_them_from_time_to_time()
    {
        var choice = CarrierChoice.Unknown.CallAnswered(Now);
        Assert.Equal(Carrier.Grpc, choice.Preferred);
        // The first datagram may just have got lost: the next question tries again.
        Assert.Equal(Both, choice.Plan(Now, isMute: true));

        choice = choice.Probed(Now);
        var pause = CarrierChoice.FirstPause;
        for (var probe = 1; probe < 12; probe++)
        {
            // That it was lost changes nothing: several may be, of one moment.
            choice = choice.DatagramLost().DatagramLost();
            Assert.Equal(Call, choice.Plan(Now + pause - TimeSpan.FromTicks(1), isMute: true));
            Assert.Equal(Both, choice.Plan(Now + pause, isMute: true));
            choice = choice.Probed(Now);
            pause = pause * 2 < CarrierChoice.LongestProbePause ? pause * 2 : CarrierChoice.LongestProbePause;
        }

        Assert.Equal(CarrierChoice.LongestProbePause, pause);
    }

    [Fact]
    public void Two_datagrams_answered_in_a_row_end_the_calls_and_one_does_not()
    {
        var choice = CarrierChoice.Unknown.CallAnswered(Now).Probed(Now).DatagramLost();
        var once = choice.DatagramAnswered(Now);
        Assert.Equal((Carrier.Grpc, Both), (once.Preferred, once.Plan(Now, isMute: true)));
        Assert.Equal(Carrier.Grpc, once.DatagramLost().DatagramAnswered(Now).Preferred);

        var healed = once.DatagramAnswered(Now);
        Assert.Equal((Carrier.Udp, Datagram), (healed.Preferred, healed.Plan(Now, isMute: true)));
    }

    [Fact]
    public void Call_that_fails_is_not_repeated_at_once_and_the_pause_is_bounded()
    {
        var (choice, now) = (CarrierChoice.Unknown, Now);
        var pause = CarrierChoice.FirstPause;
        for (var failure = 1; failure < 10; failure++)
        {
            choice = choice.CallFailed(now);
            Assert.Equal(choice, choice.CallFailed(now));
            Assert.Equal(Datagram, choice.Plan(now + pause - TimeSpan.FromTicks(1), isMute: false));
            Assert.Equal(DatagramThenCall, choice.Plan(now + pause, isMute: false));
            now += pause;
            pause = pause * 2 < CarrierChoice.LongestCallPause ? pause * 2 : CarrierChoice.LongestCallPause;
        }

        Assert.Equal(CarrierChoice.LongestCallPause, pause);
        Assert.Equal(CarrierChoice.Unknown.CallAnswered(Now), choice.CallAnswered(Now));
    }

    [Fact]
    public void Calls_that_fail_twice_are_no_longer_preferred_and_a_datagram_goes_meanwhile()
    {
        var once = CarrierChoice.Unknown.CallAnswered(Now).Probed(Now).CallFailed(Now);
        Assert.Equal((Carrier.Grpc, Datagram), (once.Preferred, once.Plan(Now, isMute: false)));

        var later = Now + CarrierChoice.FirstPause;
        Assert.Equal(Carrier.Udp, once.CallFailed(later).Preferred);
        Assert.Equal(Carrier.Grpc, once.CallAnswered(later).CallFailed(later).Preferred);
    }

    [Fact]
    public void Who_asks_by_calls_is_asked_by_calls_unless_its_datagrams_are_answered()
    {
        Assert.Equal(Both, CarrierChoice.Unknown.CalledUs(Now).Plan(Now, isMute: false));
        Assert.Equal(Datagram, CarrierChoice.Unknown.DatagramAnswered(Now).CalledUs(Now).Plan(Now, isMute: false));
        // A call back that failed before is still not repeated before its time.
        Assert.Equal(Datagram, CarrierChoice.Unknown.CallFailed(Now).CalledUs(Now).Plan(Now, isMute: false));
    }
}
