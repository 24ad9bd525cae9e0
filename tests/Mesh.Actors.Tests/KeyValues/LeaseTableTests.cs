using Mesh.KeyValues;

namespace Mesh.Actors.Tests.KeyValues;

public sealed class LeaseTableTests
{
    private readonly LeaseTable _leases = new();

    [Fact]
    public void Leases_that_are_over_long_before_their_time_leave_nothing_behind()
    {
        _leases.Renew(1, 10, TimeSpan.Zero);
        for (var lease = 2; lease < 10_000; lease++)
        {
            _leases.Renew(lease, 1_000_000, TimeSpan.Zero);
            _leases.Remove(lease);
        }

        Assert.InRange(_leases.Queued, 1, 200);
        Assert.Equal([1L], _leases.Due(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Renewals_take_no_further_place()
    {
        for (var second = 0; second < 1_000; second++)
            _leases.Renew(1, 10, TimeSpan.FromSeconds(second));

        Assert.Equal(1, _leases.Queued);
        Assert.Empty(_leases.Due(TimeSpan.FromSeconds(1_008)));
        Assert.Equal([1L], _leases.Due(TimeSpan.FromSeconds(1_009)));
    }
}
