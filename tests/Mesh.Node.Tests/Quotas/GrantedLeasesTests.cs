using Mesh.KeyValues;
using Mesh.Node.Quotas;

namespace Mesh.Node.Tests.Quotas;

public sealed class GrantedLeasesTests
{
    private readonly GrantedLeases _leases = new();

    [Fact]
    public void Those_that_have_ended_make_room_and_those_that_do_not_show_yet_do_not()
    {
        _leases.Add(1, At(0));
        _leases.Add(2, At(0));
        Assert.Equal(2, _leases.Count(2, new KeyValueSnapshot(1, [], [1, 2, 3]), At(20)));
        _leases.Add(4, At(20));

        Assert.Equal(2, _leases.Count(2, new KeyValueSnapshot(2, [], [2, 3]), At(21)));
        Assert.Equal(1, _leases.Count(2, new KeyValueSnapshot(3, [], [2, 3]), At(30)));
    }

    [Fact]
    public void Below_the_bound_nobody_looks_and_of_one_snapshot_once()
    {
        _leases.Add(1, At(0));
        Assert.Equal(1, _leases.Count(2, new KeyValueSnapshot(1, [], []), At(60)));
        _leases.Add(2, At(0));
        var snapshot = new KeyValueSnapshot(2, [], [2]);
        Assert.Equal(1, _leases.Count(2, snapshot, At(60)));
        _leases.Add(3, At(0));

        Assert.Equal(2, _leases.Count(2, snapshot, At(60)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
