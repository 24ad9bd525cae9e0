using Mesh.Dashboard.Models;
using Mesh.Selection;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Models;

public sealed class PolicyFormTests
{
    private static readonly PolicyForm Form = PolicyForm.Of(ServicePolicy.Default);

    [Fact]
    public void Policy_comes_back_as_it_was_with_what_the_form_does_not_show()
    {
        var before = ServicePolicy.Default with { Exported = true };

        Assert.Equal(before, PolicyForm.Of(before).Read(before, PolicyNames.All).Policy);
    }

    [Theory]
    [InlineData("version=2 10", "version=2", 10)]
    [InlineData("tag=a b 7 %", "", 0)]
    [InlineData("tag=a b 7%\n\n", "tag=a b", 7)]
    public void Share_is_a_selector_and_a_percentage(string text, string selector, int percent)
    {
        var (policy, faults) = (Form with { Shares = text }).Read(ServicePolicy.Default, PolicyNames.All);

        Assert.Equal(selector.Length > 0, policy is not null);
        Assert.Equal(selector.Length == 0, faults.Count > 0);
        if (policy is not null)
            Assert.Equal(percent, policy.Shares[selector]);
    }

    [Theory]
    [InlineData("round", "none", "0.5", "", "policy")]
    [InlineData("random", "often", "0.5", "", "zones")]
    [InlineData("random", "none", "much", "", "fail open")]
    [InlineData("random", "none", "1.5", "", "failOpen")]
    [InlineData("random", "none", "0.5", "version=2 60\nversion=3 60", "shares")]
    [InlineData("random", "none", "0.5", "colour=red 10", "shares.colour=red")]
    public void Fault_names_the_field(string policy, string zones, string failOpen, string shares, string field)
    {
        var (read, faults) = new PolicyForm(policy, zones, failOpen, shares).Read(ServicePolicy.Default, PolicyNames.All);

        Assert.Null(read);
        Assert.Equal(field, Assert.Single(faults).Field);
    }

    [Fact]
    public void Comparison_says_what_each_instance_would_get()
    {
        var after = (Form with { Shares = "version=2 10" }).Read(ServicePolicy.Default, PolicyNames.All).Policy!;

        Assert.Equal(
            [("a", 50.0, 90.0), ("b", 50.0, 10.0)],
            PolicyForm.Compare([Instance("orders", "a", "1"), Instance("orders", "b", "2")], ServicePolicy.Default, after).ToArray());
    }
}
