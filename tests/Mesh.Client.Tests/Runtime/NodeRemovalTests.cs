using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Client.MeshReplies;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Runtime;

public sealed class NodeRemovalTests
{
    private static readonly Owner Gone = new("10.0.0.9:4053", 0);

    private readonly FakeMeshClient _mesh = new(new FakeTimeProvider());
    private readonly FakeMeshInspector _inspector = new();

    [Fact]
    public async Task What_a_node_left_that_is_gone_is_removed_under_its_claim_and_nothing_else()
    {
        Put("orders", "a", Gone, Lifetime.Anchored, Standing.Unreachable, claim: 7);
        Put("billing", "b", Gone, Lifetime.Anchored, Standing.Unreachable, claim: 8);
        Put("orders", "leased", Gone, Lifetime.Leased, Standing.Unreachable, claim: 9);
        Put("orders", "here", FakeMeshClient.Self, Lifetime.Anchored, Standing.Confirmed, claim: 10);

        var done = Assert.IsType<NodeRemoved>(await _mesh.RemoveNodeAsync(_inspector, Gone.Address, "gone"));

        Assert.Equal(["billing/b", "orders/a"], done.Removed.Select(k => k.ToString()));
        Assert.Equal([7, 8], _mesh.Asked.OfType<RegistryProtocol.Deregister>().Select(d => d.Claim).Order());
        Assert.Equal(["here", "leased"], _mesh.Resolve("orders").Instances.Select(v => v.Instance.Id.Value).Order());
    }

    [Fact]
    public async Task Member_that_does_not_answer_is_declared_dead()
    {
        Assert.IsType<NodeRemoved>(await _mesh.RemoveNodeAsync(_inspector, "127.0.0.1:4054"));
        Assert.Equal(["down 127.0.0.1:4054"], _inspector.Orders);
    }

    [Fact]
    public async Task Member_that_answers_loses_nothing()
    {
        Put("orders", "a", FakeMeshClient.Self, Lifetime.Anchored, Standing.Confirmed, claim: 7);

        Assert.IsType<NodeIsAlive>(await _mesh.RemoveNodeAsync(_inspector, FakeMeshClient.Self.Address));

        Assert.Empty(_inspector.Orders);
        Assert.Empty(_mesh.Asked);
    }

    [Fact]
    public async Task Node_that_nobody_knows_is_not_found() =>
        Assert.IsType<NodeNotFound>(await _mesh.RemoveNodeAsync(_inspector, "10.0.0.8:1"));

    [Fact]
    public async Task What_was_adopted_meanwhile_is_looked_for_again()
    {
        Put("orders", "a", Gone, Lifetime.Anchored, Standing.Unreachable, claim: 7);
        _mesh.Answer = asked =>
        {
            if (asked is RegistryProtocol.Deregister { Claim: 7 })
                Put("orders", "a", Gone, Lifetime.Anchored, Standing.Unreachable, claim: 9);
            return Task.FromResult<IReply?>(null);
        };

        var done = Assert.IsType<NodeRemoved>(await _mesh.RemoveNodeAsync(_inspector, Gone.Address));

        Assert.Single(done.Removed);
        Assert.Empty(_mesh.Resolve("orders").Instances);
    }

    [Fact]
    public async Task Registry_that_does_not_answer_is_said()
    {
        Put("orders", "a", Gone, Lifetime.Anchored, Standing.Unreachable, claim: 7);
        _mesh.Answer = _ => Task.FromResult<IReply?>(new Unavailable("busy"));

        Assert.Equal("busy", Assert.IsType<Unavailable>(await _mesh.RemoveNodeAsync(_inspector, Gone.Address)).Reason);
    }

    private void Put(string service, string id, Owner owner, Lifetime life, Standing standing, long claim) => _mesh.Put(
        new InstanceView(Instance(service, id) with { Life = life, Home = owner.Address, Claim = claim }, owner, standing),
        ChangeKind.Updated);
}
