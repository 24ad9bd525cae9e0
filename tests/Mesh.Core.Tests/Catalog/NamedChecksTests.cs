using CsCheck;
using Mesh.Catalog;
using Mesh.Testing;
using Mesh.Testing.Generators;

namespace Mesh.Core.Tests.Catalog;

public sealed class NamedChecksTests
{
    private static readonly ServiceInstance Orders = TestCatalog.Instance("orders", "o-1");
    private static readonly HealthTerms Lease = new() { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(10) };

    [Theory]
    [InlineData(InstanceStatus.Passing)]
    [InlineData(InstanceStatus.Passing, InstanceStatus.Passing)]
    [InlineData(InstanceStatus.Warning, InstanceStatus.Passing, InstanceStatus.Warning)]
    [InlineData(InstanceStatus.Critical, InstanceStatus.Warning, InstanceStatus.Critical, InstanceStatus.Passing)]
    public void Status_of_an_instance_is_its_worst_check(InstanceStatus expected, params InstanceStatus[] checks) =>
        Assert.Equal(expected, NamedChecks.StatusOf(ValueList.From(checks.Select((s, i) => Check($"c{i}", s)))));

    [Fact]
    public void Status_of_an_instance_does_not_depend_on_the_order_of_its_checks() => CatalogGen.Checks.Sample(checks =>
        Assert.Equal(NamedChecks.StatusOf(checks), NamedChecks.StatusOf(ValueList.From(checks.Reverse()))));

    [Fact]
    public void Check_of_a_held_id_takes_its_place_and_others_come_last()
    {
        var put = NamedChecks.Put([Check("a"), Check("b")], [Check("c"), Check("a", InstanceStatus.Warning)]);

        Assert.Equal(["a", "b", "c"], put.Select(c => c.Id));
        Assert.Equal(InstanceStatus.Warning, put[0].Status);
    }

    [Fact]
    public void Unsaid_status_is_that_of_the_held_check_or_critical()
    {
        var held = Orders with { Checks = [Check("a", InstanceStatus.Warning)] };

        var settled = NamedChecks.Settle(
            [Check("a", InstanceStatus.Starting), Check("b", InstanceStatus.Starting), Check("c")], held);

        Assert.Equal(
            [InstanceStatus.Warning, InstanceStatus.Critical, InstanceStatus.Passing], settled.Select(c => c.Status));
    }

    [Fact]
    public void Draining_instance_goes_on_draining_when_a_check_changes()
    {
        var draining = Orders with { Status = InstanceStatus.Draining, Checks = [Check("a")] };

        var next = draining.WithStatus("a", InstanceStatus.Critical);

        Assert.Equal((InstanceStatus.Draining, InstanceStatus.Critical), (next.Status, next.Checks[0].Status));
    }

    [Fact]
    public void Check_without_a_name_gets_one_when_there_are_others()
    {
        var named = (Orders with { Health = Lease, Checks = [Check("extra")] }).Named();

        Assert.Equal(HealthTerms.None, named.Health);
        Assert.Equal(["extra", "service:o-1"], named.Checks.Select(c => c.Id));
        Assert.Equal((Lease, InstanceStatus.Passing), (named.Checks[1].Terms, named.Checks[1].Status));
    }

    [Fact]
    public void Word_on_the_whole_instance_counts_for_its_leases_only()
    {
        var checks = NamedChecks.Report([Check("a") with { Terms = Lease }, Check("b")], InstanceStatus.Warning);

        Assert.Equal([InstanceStatus.Warning, InstanceStatus.Passing], checks.Select(c => c.Status));
    }

    [Theory]
    [InlineData("", "checks.id")]
    [InlineData("twice", "checks.id")]
    public void Id_must_be_there_and_once_only(string id, string field)
    {
        var faults = InstanceValidation.Check(Orders with { Checks = [Check(id), Check("twice")] });

        Assert.Contains(faults, f => f.Field == field);
    }

    [Fact]
    public void Limits_name_field_value_and_bound()
    {
        var terms = Lease with { Kind = HealthKind.Http, Target = "x", Method = "A B", Headers = ValueMap<string>.From([new("a b", "\n")]) };
        var faults = InstanceValidation.Check(Orders with
        {
            Checks = [.. Enumerable.Range(0, 65).Select(i => Check($"c{i}") with { Terms = i == 0 ? terms : Lease })],
        });

        Assert.Contains(faults, f => f is { Field: "checks", Value: "65", Bound: "must be 0 to 64" });
        Assert.Contains(faults, f => f is { Field: "check.method", Value: "A B" });
        Assert.Contains(faults, f => f.Field == "check.headers");
        Assert.Contains(faults, f => f.Field == "check.target");
    }

    [Fact]
    public void Metadata_of_doors_has_a_bound_of_its_own()
    {
        var own = Enumerable.Range(0, 64).Select(i => KeyValuePair.Create($"k{i}", ""));
        var ofDoor = Enumerable.Range(0, 192).Select(i => KeyValuePair.Create($"consul/k{i}", ""));
        var full = Orders with { Metadata = ValueMap<string>.From([.. own, .. ofDoor]) };

        Assert.Empty(InstanceValidation.Check(full));
        Assert.NotEmpty(InstanceValidation.Check(
            full with { Metadata = ValueMap<string>.From([.. full.Metadata, new("consul/more", "")]) }));
        Assert.NotEmpty(InstanceValidation.Check(
            full with { Metadata = ValueMap<string>.From([.. full.Metadata, new("more", "")]) }));
    }

    private static NamedCheck Check(string id, InstanceStatus status = InstanceStatus.Passing) => new() { Id = id, Status = status };
}
