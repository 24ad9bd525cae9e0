using CsCheck;
using Mesh.Views;

namespace Mesh.Core.Tests.Views;

public sealed class CommonIndexTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly long Claim = (Now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    [Fact]
    public void Claim_of_a_moment_has_its_time() => Assert.Equal(CommonIndex.SlotOf(Now), CommonIndex.SlotOfClaim(Claim));

    [Fact]
    public void Index_stays_below_two_to_the_fifty_third_until_2054()
    {
        var index = CommonIndex.Of(CommonIndex.SlotOf(new DateTimeOffset(2054, 1, 1, 0, 0, 0, TimeSpan.Zero)), ulong.MaxValue);

        Assert.InRange(index, 1, 1L << 53);
    }

    [Fact]
    public void Next_slot_is_that_of_the_claim_where_that_is_later()
    {
        var last = CommonIndex.Of(CommonIndex.SlotOf(Now.AddSeconds(-1)), 7);

        Assert.Equal(CommonIndex.SlotOf(Now), CommonIndex.NextSlot(last, Claim));
    }

    [Fact]
    public void Next_slot_is_one_more_where_the_claim_is_earlier_or_none()
    {
        var last = CommonIndex.Of(CommonIndex.SlotOf(Now.AddSeconds(1)), 7);

        Assert.Equal(CommonIndex.SlotOf(last) + 1, CommonIndex.NextSlot(last, Claim));
        Assert.Equal(CommonIndex.SlotOf(last) + 1, CommonIndex.NextSlot(last, 0));
    }

    [Fact]
    public void Claims_that_no_index_holds_have_no_time()
    {
        Assert.Equal(0, CommonIndex.SlotOfClaim(1_000));
        Assert.Equal(0, CommonIndex.SlotOfClaim(long.MaxValue));
    }

    [Fact]
    public void Index_after_another_is_beyond_it_whatever_the_digests() =>
        Gen.Select(Gen.Long[0, (1L << 53) - 1], Gen.Long[0, long.MaxValue]).Sample((last, index) =>
            CommonIndex.After(last, index) > last);
}
