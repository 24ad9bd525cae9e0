using System.Collections.Immutable;
using Mesh.Node.Access;
using Mesh.Node.Quotas;

namespace Mesh.Node.Tests.Quotas;

public sealed class QuotaRuleTests
{
    private static readonly AccessGrant Grant = new("shop", []) { Bound = new RecordBound(10, 1_000) };

    [Theory]
    [InlineData(9, 1)]
    [InlineData(0, 10)]
    // What makes no more of it goes on, however much there is.
    [InlineData(50, 0)]
    [InlineData(50, -1)]
    public void Records_up_to_the_bound_are_let_through(int now, int more) =>
        Assert.Null(QuotaRule.Excess(Grant, new Usage(now, 0), new Usage(more, 0)));

    [Theory]
    [InlineData(10, 1)]
    [InlineData(0, 11)]
    [InlineData(50, 1)]
    public void Records_beyond_it_are_refused_by_the_name_of_the_bound(int now, int more)
    {
        var excess = QuotaRule.Excess(Grant, new Usage(now, 0), new Usage(more, 0));

        Assert.Equal(10, excess?.Bound);
        Assert.Contains("token 'shop'", excess?.Words, StringComparison.Ordinal);
        Assert.Contains("MaxRecords lets it have 10", excess?.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_are_bounded_as_records_are()
    {
        Assert.Null(QuotaRule.Excess(Grant, new Usage(1, 900), new Usage(1, 100)));
        Assert.Null(QuotaRule.Excess(Grant, new Usage(1, 5_000), new Usage(0, -1)));
        Assert.Contains("MaxBytes lets it have 1000", QuotaRule.Excess(Grant, new Usage(1, 900), new Usage(0, 101))?.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Leases_are_bounded_by_the_number_of_records()
    {
        Assert.Null(QuotaRule.LeaseExcess(Grant, 9));
        Assert.Contains("MaxRecords lets it have 10", QuotaRule.LeaseExcess(Grant, 10)?.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Token_without_a_quota_has_no_bound() => Assert.Null(QuotaRule.Excess(
        new AccessGrant("ops", ImmutableArray<AccessRule>.Empty), new Usage(int.MaxValue - 1, long.MaxValue - 1), new Usage(1, 1)));
}
