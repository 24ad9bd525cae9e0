using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>An instance that an entry describes lives as long as the entry, whichever node holds either.</summary>
public sealed class DerivedLifetimeTests
{
    private const string Key = "/services/orders/10.0.0.1:80";

    private readonly StoreNode _node = new(1, rule: KeyValuesActorTests.Rule);
    private readonly StoreNode _other = new(2);

    [Fact]
    public void Without_a_lease_it_floats_and_with_one_it_is_leased()
    {
        _node.Put(Key, "x");
        Assert.Equal(Lifetime.Floating, Registered().Life);

        _node.Step(new KeyValueInput.Grant(77, 10, StoreNode.Caller));
        _node.Put(Key, "x", 77);
        Assert.Equal(Lifetime.Leased, Registered().Life);
    }

    [Fact]
    public void Adopted_apart_from_its_entry_it_stays_while_the_entry_does_and_goes_with_it()
    {
        _node.Step(new KeyValueInput.MemberSeen(_other.Owner, Standing.Confirmed));
        _other.Put(Key, "x");
        Arrive();
        _node.Catalog = Shown(new StoreNode(3, rule: KeyValuesActorTests.Rule));

        Tick();
        Assert.Empty(_node.Effects.OfType<KeyValueEffect.Deregister>());

        _other.Delete(Key);
        Arrive();
        Tick();
        Assert.Equal("orders", Assert.Single(_node.Effects.OfType<KeyValueEffect.Deregister>()).Key.Service.Value);
    }

    [Fact]
    public void What_the_registry_lacks_is_registered_under_the_claim_of_its_entry_first_as_it_may_have_ended_elsewhere()
    {
        _node.Put(Key, "x");
        var claim = Assert.Single(_node.Effects.OfType<KeyValueEffect.Register>()).Claim;
        Assert.Equal(_node.Core.Store.Live(KeySlot.OfEntry(Octets.Utf8(Key)))!.Value.Record.Claim, claim);

        Tick();
        Assert.Equal(claim, Assert.Single(_node.Effects.OfType<KeyValueEffect.Register>()).Claim);
        Tick();
        Assert.Equal(0, Assert.Single(_node.Effects.OfType<KeyValueEffect.Register>()).Claim);
    }

    private ServiceInstance Registered() => Assert.Single(_node.Effects.OfType<KeyValueEffect.Register>()).Instance;

    /// <summary>The instance of the entry, as it is once this node has adopted it.</summary>
    private CatalogSnapshot Shown(StoreNode maker)
    {
        maker.Put(Key, "x");
        var instance = Assert.Single(maker.Effects.OfType<KeyValueEffect.Register>()).Instance;
        var catalog = new TestCatalog();
        catalog.Writer.Put(new InstanceView(instance, _node.Owner, Standing.Confirmed));
        return catalog.Hub.Snapshot;
    }

    private void Arrive() => _node.Step(new KeyValueInput.Arrived(
        [.. Enumerable.Range(0, StoreNode.Buckets).Select(i => new KeyBucketPart(i, _other.Core.Store.Bucket(i)))]));

    private void Tick()
    {
        _node.Now += TimeSpan.FromSeconds(10);
        _node.Step(new KeyValueInput.Tick(_node.Catalog));
    }
}
