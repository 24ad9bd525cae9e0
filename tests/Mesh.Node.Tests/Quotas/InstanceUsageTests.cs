using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Node.Quotas;
using Mesh.Testing;

namespace Mesh.Node.Tests.Quotas;

public sealed class InstanceUsageTests
{
    private static readonly AccessGrant Grant = new("shop", [new("shop-", AccessAction.Register), new("pay", AccessAction.Read)]);

    private readonly TestCatalog _catalog = new();
    private readonly InstanceUsage _usage = new();

    [Fact]
    public void Instances_count_of_the_services_that_the_token_may_register()
    {
        var (one, two) = (TestCatalog.Instance("shop-a", "1"), TestCatalog.Instance("shop-b", "1"));
        _catalog.Put(one, two, TestCatalog.Instance("pay", "1"), TestCatalog.Instance("shop", "1"));

        Assert.Equal(InstanceUsage.Of(one) + InstanceUsage.Of(two), Now());
    }

    [Fact]
    public void What_comes_and_goes_is_counted_at_once()
    {
        _catalog.Put(TestCatalog.Instance("shop-a", "1"));
        Assert.Equal(1, Now().Records);
        _catalog.Put(TestCatalog.Instance("shop-a", "2"), TestCatalog.Instance("shop-a", "3"));
        Assert.Equal(3, Now().Records);
        _catalog.Remove(TestCatalog.Instance("shop-a", "1").Key, TestCatalog.Instance("shop-a", "2").Key);

        Assert.Equal(InstanceUsage.Of(TestCatalog.Instance("shop-a", "3")), Now());
    }

    [Fact]
    public void Instance_that_a_key_describes_is_counted_as_the_key_alone()
    {
        var derived = TestCatalog.Instance("shop-a", "1");
        _catalog.Put(derived with { Metadata = ValueMap<string>.From([new(DerivedInstances.KeyMetadata, "L3NlcnZpY2Vz")]) });

        Assert.Equal(default, Now());
    }

    [Fact]
    public void Checks_count_also_of_an_instance_that_a_key_describes_and_orders_of_maintenance_never()
    {
        var derived = TestCatalog.Instance("shop-a", "1") with { Metadata = ValueMap<string>.From([new(DerivedInstances.KeyMetadata, "L3NlcnZpY2Vz")]) };
        NamedCheck check = new() { Id = "c", Name = "a check", Notes = new string('x', 1_000) };

        Assert.InRange(InstanceUsage.Of(derived with { Checks = [check] }).Bytes, 1_000, 4_000);
        Assert.Equal(0, InstanceUsage.Of(derived with { Checks = [check] }).Records);
        Assert.Equal(default, InstanceUsage.Of(derived with { Checks = [check with { Id = "_service_maintenance:1" }] }));
    }

    private Usage Now() => _usage.Of(Grant, _catalog.Hub.Snapshot);
}
