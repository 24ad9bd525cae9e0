using Mesh.Federation.Transport;
using Mesh.Kademlia;

namespace Mesh.Federation.Tests.Transport;

/// <summary>Questions under way by two carriers.</summary>
public sealed class CarrierTableTests
{
    private static readonly TimeSpan Hard = TimeSpan.FromSeconds(1);
    private static readonly KadAddress There = KadAddress.V4(0x0a000001, 4100);
    private static readonly KadAddress Elsewhere = KadAddress.V4(0x0a000002, 4100);
    private static readonly byte[] Bytes = [1, 2, 3];

    private readonly CarrierTable _book = new(Hard);
    private TimeSpan _now = TimeSpan.FromMinutes(1);

    [Fact]
    public void Question_without_an_answer_is_called_once_with_the_same_bytes()
    {
        Assert.Equal(new CarrierPlan(true, CarrierChoice.Patience), _book.Ask(1, There, Bytes, _now));
        Assert.Equal(_now + CarrierChoice.Patience, _book.NextDue);
        Assert.Empty(_book.Due(_now + CarrierChoice.Patience - TimeSpan.FromTicks(1)));

        var (to, datagram) = Assert.Single(_book.Due(_now + CarrierChoice.Patience));
        Assert.Equal((There, Convert.ToHexString(Bytes)), (to, Convert.ToHexString(datagram.Span)));
        Assert.Empty(_book.Due(_now + Hard));
        Assert.Equal(TimeSpan.MaxValue, _book.NextDue);
    }

    [Fact]
    public void Question_that_is_sent_once_more_is_called_no_later_and_only_once()
    {
        _book.Ask(1, There, Bytes, _now);
        Assert.Equal(new CarrierPlan(true, null), _book.Ask(1, There, Bytes, _now + CarrierChoice.Patience / 2));

        Assert.Single(_book.Due(_now + CarrierChoice.Patience));
        Assert.Equal(new CarrierPlan(true, null), _book.Ask(1, There, Bytes, _now + CarrierChoice.Patience * 1.5));
        Assert.Empty(_book.Due(_now + Hard));
    }

    [Fact]
    public void Question_that_was_answered_is_not_called_and_leaves_nothing_behind()
    {
        _book.Ask(1, There, Bytes, _now);

        Assert.True(_book.Take(1, There, Carrier.Udp, _now));

        Assert.Equal(TimeSpan.MaxValue, _book.NextDue);
        Assert.Empty(_book.Due(_now + Hard));
        Assert.Equal(new CarrierPlan(true, null), _book.Ask(2, There, Bytes, _now));
    }

    [Fact]
    public void Of_two_answers_to_one_question_only_those_of_the_first_carrier_count()
    {
        Prefer(There);
        _book.Ask(7, There, Bytes, _now);

        Assert.True(_book.Take(7, There, Carrier.Grpc, _now));
        Assert.False(_book.Take(7, There, Carrier.Udp, _now));
        // Further parts of the same answer.
        Assert.True(_book.Take(7, There, Carrier.Grpc, _now));
    }

    [Fact]
    public void Answer_of_another_address_says_nothing_of_the_one_that_was_asked()
    {
        _book.Ask(1, There, Bytes, _now);

        // The core knows that nobody asked there.
        Assert.True(_book.Take(1, Elsewhere, Carrier.Udp, _now));

        Assert.Single(_book.Due(_now + CarrierChoice.Patience));
    }

    [Fact]
    public void Calls_are_counted_and_end_when_datagrams_come_through_again()
    {
        Prefer(There);
        Assert.Equal((Carrier.Grpc, 1), (_book.PreferredOf(There), _book.Called));
        Assert.Equal(new CarrierPlan(false, TimeSpan.Zero), _book.Ask(10, There, Bytes, _now));

        _now += CarrierChoice.FirstPause;
        foreach (var id in new ulong[] { 11, 12 })
        {
            Assert.Equal(new CarrierPlan(true, TimeSpan.Zero), _book.Ask(id, There, Bytes, _now));
            _book.Take(id, There, Carrier.Grpc, _now);
            _book.Take(id, There, Carrier.Udp, _now);
        }

        Assert.Equal((Carrier.Udp, 0), (_book.PreferredOf(There), _book.Called));
        Assert.Equal(new CarrierPlan(true, null), _book.Ask(13, There, Bytes, _now));
    }

    [Fact]
    public void Many_questions_of_one_moment_are_one_probe()
    {
        Prefer(There);
        _now += CarrierChoice.FirstPause;
        var plans = Enumerable.Range(0, 50).Select(n => _book.Ask((ulong)n, There, Bytes, _now)).ToArray();
        Assert.Single(plans, p => p.HasDatagram);
        Assert.Empty(_book.Due(_now + Hard));

        Assert.True(_book.Ask(60, There, Bytes, _now + CarrierChoice.FirstPause * 2).HasDatagram);
    }

    [Fact]
    public void New_addresses_are_called_at_once_while_only_calls_come_back()
    {
        Prefer(There);
        Assert.Equal(new CarrierPlan(true, TimeSpan.Zero), _book.Ask(20, Elsewhere, Bytes, _now));

        _book.Take(20, Elsewhere, Carrier.Udp, _now + TimeSpan.FromMilliseconds(1));
        Assert.Equal(new CarrierPlan(true, CarrierChoice.Patience), _book.Ask(21, KadAddress.V4(3, 1), Bytes, _now));
    }

    /// <summary>A datagram that is lost, and a call that is answered.</summary>
    private void Prefer(KadAddress address)
    {
        _book.Ask(100, address, Bytes, _now);
        _now += CarrierChoice.Patience;
        Assert.Single(_book.Due(_now));
        _book.CallAnswered(address, _now);
        _book.Take(100, address, Carrier.Grpc, _now);
        // One that is tried at once, and lost too.
        Assert.True(_book.Ask(101, address, Bytes, _now).HasDatagram);
        _book.Take(101, address, Carrier.Grpc, _now);
        _now += Hard;
        Assert.Empty(_book.Due(_now));
    }
}
