using Mesh.KeyValues;
using Mesh.Node.Quotas;

namespace Mesh.Node.Tests.Quotas;

public sealed class GrantedLeasesTests
{
    [Fact]
    public void It_is_full_while_as_many_leases_live_and_those_that_ended_make_room()
    {
        var leases = new GrantedLeases();
        leases.Add(1);
        Assert.False(leases.IsFull(2, new KeyValueSnapshot(1, [], [1])));
        leases.Add(2);
        Assert.True(leases.IsFull(2, new KeyValueSnapshot(1, [], [1, 2, 3])));

        Assert.False(leases.IsFull(2, new KeyValueSnapshot(2, [], [2, 3])));
        leases.Add(4);

        Assert.True(leases.IsFull(2, new KeyValueSnapshot(3, [], [2, 3, 4])));
    }
}
