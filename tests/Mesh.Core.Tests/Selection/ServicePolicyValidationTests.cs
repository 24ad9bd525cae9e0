using Mesh.Selection;
using Mesh.Testing;

namespace Mesh.Core.Tests.Selection;

public sealed class ServicePolicyValidationTests
{
    [Fact]
    public void Default_policy_and_full_shares_are_valid()
    {
        Assert.Empty(ServicePolicyValidation.Check(ServicePolicy.Default));
        Assert.Empty(Faults(("version=2", 5), ("tag=a=b", 45), ("zone=eu", 50)));
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Fail_open_outside_its_range_is_a_fault(double failOpen)
    {
        var fault = Assert.Single(ServicePolicyValidation.Check(ServicePolicy.Default with { FailOpen = failOpen }));

        Assert.Equal(("failOpen", "must be 0 to 1"), (fault.Field, fault.Bound));
    }

    [Fact]
    public void Unknown_policy_and_zone_preference_are_faults()
    {
        var policy = ServicePolicy.Default with { Policy = "best", ZonePreference = (ZonePreference)7 };

        Assert.Equal(
            ["policy: 'best' must be one of round-robin, random, weighted, power-of-two, consistent-hash",
                "zonePreference: '7' must be none, prefer or strict"],
            ServicePolicyValidation.Check(policy).Select(f => f.ToString()));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("version=")]
    [InlineData("=2")]
    [InlineData("")]
    [InlineData("Version=2")]
    [InlineData("colour=blue")]
    public void Selector_that_cannot_be_read_is_a_fault(string selector) =>
        Assert.Contains(Faults((selector, 5)), f => f.EndsWith("must be version=X, tag=X or zone=X", StringComparison.Ordinal));

    [Fact]
    public void Percentages_out_of_range_or_above_a_hundred_together_are_faults()
    {
        Assert.Equal(["shares.version=2: '101' must be 0 to 100"], Faults(("version=2", 101)));
        Assert.Equal(["shares.version=2: '-1' must be 0 to 100"], Faults(("version=2", -1)));
        Assert.Equal(["shares: '101' must be together at most 100"], Faults(("version=2", 51), ("version=3", 50)));
    }

    [Fact]
    public void Long_values_are_cut_in_the_message_and_many_selectors_refused()
    {
        var shares = Enumerable.Range(0, 33).Select(i => ($"tag={new string('x', 300)}{i:d2}", 0)).ToArray();

        var faults = Faults(shares);

        Assert.Equal("shares: '33' must be 0 to 32", faults[0]);
        Assert.All(faults, f => Assert.InRange(f.Length, 1, 200));
    }

    private static List<string> Faults(params (string Selector, int Percent)[] shares) =>
        [.. ServicePolicyValidation.Check(ServicePolicy.Default with { Shares = Offer.Shares(shares) }).Select(f => f.ToString())];
}
