using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Replication;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

/// <summary>An instance that an entry of the key-value store describes has the claim of the entry.</summary>
public sealed class EntryClaimTests
{
    private const long Entry = 1_000_000;
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly Evidence Because = new(Causes.Deregistered, "test", "the entry is gone");

    private readonly RegistryNode _node;
    private bool _isHeard;

    public EntryClaimTests() => _node = new RegistryNode(isHeard: _ => _isHeard);

    [Fact]
    public void It_is_registered_and_ends_under_the_claims_of_its_entry()
    {
        Register(Entry);
        Assert.Equal(Entry, _node.Registrations[Key].Claim);

        _node.Foreign(Some.Record(Some.Key("other", "x"), 5));
        Deregister(Entry + ClaimSteps.Expiry);

        var end = _node.Core.View.Claim(Key)!.Value.Record;
        Assert.Equal((true, Entry + ClaimSteps.Expiry), (end.Deleted, end.Claim));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void End_of_its_lease_elsewhere_is_contradicted_where_the_lease_is_heard(bool isHeard)
    {
        _isHeard = isHeard;
        Register(Entry);

        _node.Foreign(Some.Tombstone(Key, Entry + ClaimSteps.Adoption + ClaimSteps.Expiry));

        Assert.Equal(isHeard, _node.Core.View.Find(Key) is not null);
        Assert.Equal(isHeard, _node.Registrations.ContainsKey(Key));
    }

    [Fact]
    public void Entry_of_before_its_end_registers_nothing()
    {
        _node.Foreign(Some.Tombstone(Key, Entry + ClaimSteps.Expiry));

        Register(Entry);

        Assert.Null(_node.Core.View.Find(Key));
        Assert.Empty(_node.Registrations);
    }

    [Fact]
    public void End_is_over_what_is_held_whatever_that_claims()
    {
        _node.Ask(new Register(Some.Record(Key, 0), Consistency.Local, TimeSpan.Zero));
        _node.Foreign(Some.Record(Some.Key("other", "x"), 5));

        Deregister(Entry);

        Assert.Null(_node.Core.View.Find(Key));
        Assert.Equal(RegistryNode.StartClaim + ClaimSteps.Expiry, _node.Core.View.Claim(Key)!.Value.Record.Claim);
    }

    [Fact]
    public void Changed_entry_takes_the_instance_with_it()
    {
        Register(Entry);

        _node.Ask(new Register(Some.Record(Key, 0) with { Port = 81 }, Consistency.Local, TimeSpan.Zero) { EntryClaim = Entry + ClaimSteps.Write });

        Assert.Equal((81, Entry + ClaimSteps.Write), (_node.Registrations[Key].Port, _node.Registrations[Key].Claim));
    }

    private void Register(long claim) =>
        _node.Ask(new Register(Some.Record(Key, 0), Consistency.Local, TimeSpan.Zero) { EntryClaim = claim });

    private void Deregister(long claim) => _node.Ask(new Deregister(Key, Because) { EntryClaim = claim });
}
