using Mesh.Catalog;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Doors.Tests.Consul.Catalog;

public sealed class EntryMappingTests
{
    private static readonly Owner Owner = new("10.0.0.9:4053", 9);
    private static readonly ServiceInstance Web = TestCatalog.Instance("web", "w-1");
    private static readonly HealthTerms Ttl = new() { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(10) };

    [Theory]
    [InlineData(InstanceStatus.Starting, "critical")]
    [InlineData(InstanceStatus.Passing, "passing")]
    [InlineData(InstanceStatus.Warning, "warning")]
    [InlineData(InstanceStatus.Critical, "critical")]
    public void Status_of_an_instance_with_one_check_is_that_of_the_check(InstanceStatus status, string expected)
    {
        var entry = Of(Web with { Health = Ttl, Status = status });
        Assert.Equal([("serfHealth", "passing"), ("service:w-1", expected)], entry.Checks.Select(c => (c.Id, c.Status)));
        Assert.Equal("ttl", entry.Checks[1].Type);
        Assert.Equal(expected == "passing", entry.IsPassing);
    }

    [Fact]
    public void Instance_that_nobody_checks_has_no_check_until_somebody_says_how_it_is()
    {
        Assert.Equal(["serfHealth"], Of(Web).Checks.Select(c => c.Id));
        var said = Of(Web with { Status = InstanceStatus.Warning });
        Assert.Equal([("serfHealth", "passing"), ("service:w-1", "warning")], said.Checks.Select(c => (c.Id, c.Status)));
    }

    [Fact]
    public void Draining_instance_is_in_maintenance()
    {
        var entry = Of(Web with { Health = Ttl, Status = InstanceStatus.Draining });
        Assert.Equal(
            [("serfHealth", "passing"), ("service:w-1", "passing"), ("_service_maintenance:w-1", "critical")],
            entry.Checks.Select(c => (c.Id, c.Status)));
        Assert.False(entry.IsPassing);
    }

    [Fact]
    public void Named_checks_are_shown_each_and_maintenance_of_the_node_as_the_nodes()
    {
        var entry = Of(Web with
        {
            Tags = ["a"],
            Checks =
            [
                new NamedCheck { Id = "c1", Name = "one", Notes = "n", Terms = Ttl, Status = InstanceStatus.Warning },
                new NamedCheck { Id = ConsulCheckIds.NodeMaintenance, Status = InstanceStatus.Critical },
            ],
            Status = InstanceStatus.Critical,
        });
        Assert.Equal(["serfHealth", "c1", "_node_maintenance"], entry.Checks.Select(c => c.Id));
        Assert.Equal(("w-1", "web", "a"), (entry.Checks[1].ServiceId, entry.Checks[1].ServiceName, entry.Checks[1].ServiceTags[0]));
        Assert.Equal(("", "", 0), (entry.Checks[2].ServiceId, entry.Checks[2].ServiceName, entry.Checks[2].ServiceTags.Count));
        Assert.Equal("last seen", entry.Checks[1].Output);
    }

    [Theory]
    [InlineData(Standing.Confirmed, "passing")]
    [InlineData(Standing.Suspect, "critical")]
    [InlineData(Standing.Unreachable, "critical")]
    public void Standing_of_the_owner_is_the_health_of_the_node(Standing standing, string expected)
    {
        var others = Enumerable.Range(2, 3).Select(i => new InstanceView(
            TestCatalog.Instance("web", $"w-{i}"), new Owner("10.0.0.8:4053", 8), Standing.Confirmed));
        var entries = EntryMapping.Of(View([new InstanceView(Web, Owner, standing), .. others]), Outputs);
        Assert.Equal(expected, entries[0].Checks.Single(c => c.Id == "serfHealth").Status);
        Assert.All(entries.Skip(1), e => Assert.True(e.IsPassing));
    }

    [Fact]
    public void Doubt_about_too_many_is_not_believed_so_that_clients_are_not_left_with_nothing()
    {
        var entries = EntryMapping.Of(View([new InstanceView(Web, Owner, Standing.Unreachable)]), Outputs);
        Assert.True(entries[0].IsPassing);
        Assert.Contains("in doubt", entries[0].Checks[0].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_that_was_not_given_is_the_nodes()
    {
        var none = new ConsulMetadata { HasNoAddress = true, Name = "Web" }.ToMetadata();
        var entry = Of(Web with { Host = "10.0.0.9", Metadata = none });
        Assert.Equal(("", "10.0.0.9", "Web"), (entry.Address, entry.Node.Address, entry.ServiceName));
        // Another node adopted it: then its host is no longer that of the node.
        Assert.Equal("10.0.0.1", Of(Web with { Metadata = none }).Address);
    }

    [Fact]
    public void External_instance_is_on_the_node_it_was_registered_on_without_serf()
    {
        var metadata = new ConsulMetadata { Node = new CatalogNode("db", "10.1.1.1", "") }.ToMetadata();
        var entry = Of(Web with { Metadata = metadata });
        Assert.Equal(("db", "10.1.1.1"), (entry.Node.Name, entry.Node.Address));
        Assert.Empty(entry.Checks);
        Assert.True(entry.IsPassing);
    }

    private static CatalogEntry Of(ServiceInstance instance) =>
        Assert.Single(EntryMapping.Of(View([new InstanceView(instance, Owner, Standing.Confirmed)]), Outputs));

    private static string? Outputs(InstanceKey key, string check) => check == "c1" ? "last seen" : null;

    private static ServiceView View(InstanceView[] instances)
    {
        var context = new SelectionContext(
            "", TimeSpan.Zero, new EndpointLoads(), TimeProvider.System, new SeededPickRandom(1));
        return new ServiceView(
            instances[0].Instance.Service,
            777,
            [.. instances],
            ServicePolicy.Default,
            EndpointSet.Build([.. instances], ServicePolicy.Default, context));
    }
}
