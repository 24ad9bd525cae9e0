using Mesh.Catalog;
using Mesh.Node.Data;
using Mesh.Registry;

namespace Mesh.Node.Tests.Data;

public sealed class RestoreDecisionTests
{
    private static readonly InstanceKey Key = new(ServiceName.Parse("a"), InstanceId.Parse("1"));

    [Fact]
    public void What_another_node_adopted_or_somebody_removed_is_not_restored()
    {
        Assert.False(RestoreDecision.IsToRestore(true, []));
        Assert.True(RestoreDecision.IsToRestore(false, []));
        Assert.True(RestoreDecision.IsToRestore(false, [Told(Causes.MemberRemoved)]));
        Assert.False(RestoreDecision.IsToRestore(false, [Told(Causes.Registered), Told(Causes.Deregistered)]));
    }

    [Fact]
    public void What_was_registered_again_after_a_removal_is_restored() => Assert.True(RestoreDecision.IsToRestore(
        false, [Told(Causes.Registered), Told(Causes.Deregistered), Told(Causes.Registered), Told(Causes.MemberRemoved)]));

    [Fact]
    public void Only_an_answer_that_decides_settles_what_is_stored()
    {
        Assert.Equal(RestoreFate.Settled, RestoreDecision.FateOf(new RegistryProtocol.Registered(Key, 1, 1, true)));
        Assert.Equal(RestoreFate.Refused, RestoreDecision.FateOf(new RegistryProtocol.Rejected([])));
        Assert.Equal(RestoreFate.Open, RestoreDecision.FateOf(new RegistryProtocol.Unavailable("begins anew")));
        Assert.Equal(RestoreFate.Open, RestoreDecision.FateOf(null));
    }

    private static CatalogEvent Told(string cause) => new(default, Key, "told", new Evidence(cause, "n", ""));
}
