using Mesh.Catalog;
using Mesh.Node.Data;

namespace Mesh.Node.Tests.Data;

public sealed class RestoreDecisionTests
{
    private static readonly ServiceInstance Stored = new()
    {
        Service = ServiceName.Parse("a"),
        Id = InstanceId.Parse("1"),
        Host = "10.0.0.1",
        Port = 80,
        Kept = true,
        Claim = 3,
        RegisteredAt = DateTimeOffset.UnixEpoch.AddDays(1),
    };

    [Fact]
    public void What_another_node_adopted_or_somebody_removed_is_not_restored()
    {
        Assert.False(RestoreDecision.IsToRestore(Stored, Stored, []));
        Assert.True(RestoreDecision.IsToRestore(Stored, null, []));
        Assert.True(RestoreDecision.IsToRestore(Stored, null, [Told(Causes.MemberRemoved)]));
        Assert.False(RestoreDecision.IsToRestore(Stored, null, [Told(Causes.Registered), Told(Causes.Deregistered)]));
    }

    [Fact]
    public void What_was_registered_again_after_a_removal_is_restored() => Assert.True(RestoreDecision.IsToRestore(
        Stored, null, [Told(Causes.Registered), Told(Causes.Deregistered), Told(Causes.Registered), Told(Causes.MemberRemoved)]));

    [Theory]
    [InlineData(2, 0, true)]
    [InlineData(3, 0, false)]
    [InlineData(4, 0, false)]
    [InlineData(2, 1, false)]
    public void Newest_claim_to_one_registration_wins_between_the_file_and_the_mesh(long claim, int later, bool expected) =>
        Assert.Equal(expected, RestoreDecision.IsToRestore(
            Stored, Stored with { Claim = claim, RegisteredAt = Stored.RegisteredAt.AddSeconds(later) }, []));

    private static CatalogEvent Told(string cause) => new(default, Stored.Key, "told", new Evidence(cause, "n", ""));
}
