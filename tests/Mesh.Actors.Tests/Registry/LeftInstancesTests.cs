using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Replication;
using InstanceClaim = Mesh.Replication.Claim<Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Registry;

/// <summary>A node has begun anew; another that was with it until then begins anew too, and is not back yet.</summary>
public sealed class LeftInstancesTests
{
    private static readonly Owner Self = Some.Owner(5);
    private static readonly Owner Companion = Some.Owner(2);
    private static readonly Owner Stranger = Some.Owner(9);
    private static readonly InstanceKey Key = Some.Key(1);
    private static readonly InstanceClaim Gone = new(Some.Tombstone(Key, 100), Stranger);
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(1);

    private readonly LeftInstances _left = new(Self);

    [Fact]
    public void Instance_of_one_who_is_not_back_stays_though_others_say_that_it_is_gone()
    {
        Leave(Gone, Companion);

        Assert.True(_left.Keeps(Key, Gone));
        Assert.Empty(_left.Expire(Now + ClaimTimes.ReturnGrace - TimeSpan.FromTicks(1)));
        Assert.Equal([Key], _left.Expire(Now + ClaimTimes.ReturnGrace));
        Assert.False(_left.Keeps(Key, Gone));
    }

    [Fact]
    public void Owner_that_is_back_has_a_moment_to_say_that_it_lives()
    {
        Leave(Gone, Companion);

        _left.Seen(new Owner(Companion.Address, 7), Now);

        Assert.Empty(_left.Expire(Now + LeftInstances.SayWithin - TimeSpan.FromTicks(1)));
        Assert.Equal([Key], _left.Expire(Now + LeftInstances.SayWithin));
    }

    [Fact]
    public void What_is_said_of_it_since_counts_at_once()
    {
        Leave(Gone, Companion);

        Assert.False(_left.Keeps(Key, new InstanceClaim(Some.Record(Key, 101), new Owner(Companion.Address, 7))));
    }

    [Fact]
    public void Deregistration_since_counts_at_once()
    {
        Leave(Gone, Companion);

        Assert.False(_left.Keeps(Key, new InstanceClaim(Some.Tombstone(Key, 5_000), Stranger)));
    }

    [Fact]
    public void Deregistration_before_is_known_to_be_meant()
    {
        var meant = new InstanceClaim(Some.Tombstone(Key, 50 + ClaimSteps.Write), Stranger);

        Leave(meant, Companion);

        Assert.False(_left.Keeps(Key, meant));
    }

    [Fact]
    public void Owner_that_was_there_all_along_has_said_it()
    {
        Leave(Gone, Companion, [Companion]);

        Assert.False(_left.Keeps(Key, Gone));
    }

    [Fact]
    public void What_this_node_deregistered_is_gone()
    {
        var own = new InstanceClaim(Gone.Record, Self);

        Leave(own, Companion);

        Assert.False(_left.Keeps(Key, own));
    }

    [Theory]
    [InlineData(nameof(Standing.Suspect))]
    [InlineData(nameof(Standing.Unreachable))]
    public void Owner_that_was_in_doubt_is_not_waited_for(string standing)
    {
        Leave(Gone, Companion, standing: Enum.Parse<Standing>(standing));

        Assert.False(_left.Keeps(Key, Gone));
    }

    [Fact]
    public void Instance_of_this_node_waits_for_its_entry_which_comes_a_moment_later()
    {
        Leave(Gone, new Owner(Self.Address, 7));

        Assert.True(_left.Keeps(Key, Gone));
        Assert.Equal([Key], _left.Expire(Now + LeftInstances.SayHereWithin));
    }

    [Fact]
    public void What_lives_needs_nobody() => Assert.False(Left(new InstanceClaim(Some.Record(Key, 100), Stranger)));

    private bool Left(InstanceClaim known)
    {
        Leave(known, Companion);
        return _left.Keeps(Key, known);
    }

    private void Leave(InstanceClaim known, Owner owner, Owner[]? members = null, Standing standing = Standing.Confirmed) => _left.Leave(
        Key,
        known,
        new InstanceView(Some.Record(Key, 50), owner, standing),
        (members ?? [Stranger]).ToDictionary(m => m, _ => Standing.Confirmed),
        Now);
}
