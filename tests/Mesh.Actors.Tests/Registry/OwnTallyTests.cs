using Mesh.Catalog;
using Mesh.Registry;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

public sealed class OwnTallyTests
{
    private readonly OwnTally _tally = new();

    [Fact]
    public void Instance_beyond_the_bound_is_refused_in_its_name_and_one_that_is_there_is_renewed()
    {
        var bounds = new RegistryBounds(2, 2, 1_000_000);
        _tally.Add(Instance("a", "1"));
        _tally.Add(Instance("b", "1"));

        Assert.Contains("Mesh:MaxInstances ", _tally.Excess(Instance("c", "1"), null, bounds)!.Bound, StringComparison.Ordinal);
        Assert.Null(_tally.Excess(Instance("a", "1"), Instance("a", "1"), bounds));
        _tally.Remove(Instance("a", "1"));

        Assert.Null(_tally.Excess(Instance("c", "1"), null, bounds));
    }

    [Fact]
    public void Service_beyond_its_bound_leaves_room_to_the_others()
    {
        var bounds = new RegistryBounds(10, 1, 1_000_000);
        _tally.Add(Instance("a", "1"));

        Assert.Contains("Mesh:MaxInstancesPerService", _tally.Excess(Instance("a", "2"), null, bounds)!.Bound, StringComparison.Ordinal);
        Assert.Null(_tally.Excess(Instance("b", "1"), null, bounds));
    }

    [Fact]
    public void Records_beyond_the_memory_are_refused_and_smaller_ones_are_not()
    {
        var bounds = new RegistryBounds(10, 10, 20_000);
        var large = Instance("a", "1") with { Tags = [new string('x', 9_000)] };
        _tally.Add(large);

        Assert.Contains("Mesh:MaxInstanceBytes", _tally.Excess(Instance("a", "2") with { Tags = [new string('y', 9_000)] }, null, bounds)!.Bound, StringComparison.Ordinal);
        Assert.Null(_tally.Excess(Instance("a", "1"), large, bounds));
        Assert.Null(_tally.Excess(large with { Tags = [new string('z', 9_000)] }, large, bounds));
    }

    [Fact]
    public void Registration_beyond_the_bound_is_rejected_until_another_one_goes()
    {
        var node = new RegistryNode(bounds: new RegistryBounds(1, 1, 1_000_000));
        Assert.IsType<Registered>(node.Ask(new Register(Instance("a", "1"), Consistency.Local, TimeSpan.Zero)));

        var rejected = Assert.IsType<Rejected>(node.Ask(new Register(Instance("b", "1"), Consistency.Local, TimeSpan.Zero)));
        Assert.Contains("Mesh:MaxInstances", Assert.Single(rejected.Faults).Bound, StringComparison.Ordinal);
        node.Do(new Deregister(Instance("a", "1").Key, new Evidence(Causes.Deregistered, "test", "")));

        Assert.IsType<Registered>(node.Ask(new Register(Instance("b", "1"), Consistency.Local, TimeSpan.Zero)));
    }

    private static ServiceInstance Instance(string service, string id) => new()
    {
        Service = ServiceName.Parse(service),
        Id = InstanceId.Parse(id),
        Host = "10.0.0.1",
        Port = 80,
    };
}
