using Mesh.Catalog;
using Mesh.Node.Consul.Agent;
using Mesh.Node.Formats.Consul;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>From the id that is unique at an agent to the one that is so in the mesh.</summary>
public sealed class AgentIdsTests
{
    private const string Here = "10.0.0.1:4053";
    private static readonly Owner Other = new("10.0.0.2:4053", 2);

    private readonly TestCatalog _catalog = new();

    [Fact]
    public void Id_that_nobody_has_is_that_of_the_record() => Assert.Equal("api", RecordOf(Given("api")));

    [Fact]
    public void Id_that_another_node_has_is_given_apart()
    {
        _catalog.Put(Given("api"));

        Assert.Equal("10.0.0.1:4053/api", RecordOf(Given("api")));
        Assert.Equal("b", RecordOf(Given("b")));
    }

    [Fact]
    public void Record_of_an_external_node_is_not_taken_though_this_node_keeps_it()
    {
        var external = new ConsulMetadata { Node = new CatalogNode("ext", "10.9.9.9", "") }.ToMetadata();
        _catalog.Put(TestCatalog.Instance("web", "api") with { Metadata = external });
        var keeper = _catalog.Hub.Snapshot.Find("web")!.Instances[0].Owner.Address;

        Assert.Equal($"{keeper}/api", AgentIds.RecordOf(Given("api"), keeper, [], _catalog.Hub.Snapshot.Find("web")).Value);
    }

    [Fact]
    public void Registration_again_has_the_record_that_it_had()
    {
        var apart = Given("api") with { Id = AgentIds.Apart(Here, "api") };
        var view = new InstanceView(apart, new Owner(Here, 1), Standing.Confirmed);

        Assert.Equal("10.0.0.1:4053/api", AgentIds.RecordOf(Given("api"), Here, [view], null).Value);
        var renamed = view with { Instance = apart with { Service = ServiceName.Parse("other") } };
        Assert.Equal("api", AgentIds.RecordOf(Given("api"), Here, [renamed], null).Value);
    }

    [Fact]
    public void Client_knows_an_instance_by_the_id_that_it_gave()
    {
        Assert.Equal("api", AgentIds.Of(Given("api") with { Id = AgentIds.Apart(Here, "api") }));
        Assert.Equal("n-1", AgentIds.Of(TestCatalog.Instance("web", "n-1")));
        Assert.False(AgentIds.IsOfAgent(TestCatalog.Instance("web", "n-1")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(241)]
    [InlineData(243)]
    [InlineData(256)]
    public void Id_of_any_length_is_apart_for_each_node(int length)
    {
        var id = new string('x', length);
        var apart = AgentIds.Apart(Here, id);

        Assert.True(apart.Value.Length <= InstanceId.MaxLength);
        Assert.Equal(apart, AgentIds.Apart(Here, id));
        Assert.NotEqual(apart, AgentIds.Apart(Other.Address, id));
        Assert.NotEqual(apart, AgentIds.Apart(Here, id[1..] + "y"));
    }

    [Fact]
    public void Endpoint_is_the_same_when_it_was_told_by_an_address_of_its_own()
    {
        var told = Given("api") with { Host = "10.1.1.1", Port = 80 };
        var untold = told with { Metadata = new ConsulMetadata { ServiceId = "api", HasNoAddress = true }.ToMetadata() };

        Assert.True(AgentIds.IsSameEndpoint(told, told with { Id = InstanceId.Parse("other") }));
        Assert.False(AgentIds.IsSameEndpoint(told, told with { Port = 81 }));
        Assert.False(AgentIds.IsSameEndpoint(told, untold));
    }

    private string RecordOf(ServiceInstance given) =>
        AgentIds.RecordOf(given, Here, [], _catalog.Hub.Snapshot.Find("web")).Value;

    private static ServiceInstance Given(string id) =>
        TestCatalog.Instance("web", id) with { Metadata = new ConsulMetadata { ServiceId = id }.ToMetadata() };
}
