using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Trust;

public class SealedLogsTests
{
    private static readonly Owner Self = Some.Owner(1);
    private static readonly Owner Other = Some.Owner(2);

    private readonly SealedLogs<InstanceBucket, InstanceKey, ServiceInstance> _sealed = new(Self);

    [Fact]
    public void Others_get_a_log_as_it_was_signed_and_the_own_one_as_it_is()
    {
        _sealed.Note(Other, Seal(version: 2), Some.Log(2));
        var bucket = InstanceBucket.Empty.With(Self, Some.Log(4)).With(Other, Some.Log(3));

        var (given, seals) = _sealed.ForOthers(7, bucket, _ => false);

        Assert.Equal((4, 2), (given.LogOf(Self).Version, given.LogOf(Other).Version));
        Assert.Equal((Other, 2), (Assert.Single(seals).Owner, seals[0].Seal.Version));
    }

    [Fact]
    public void Log_that_is_not_signed_is_given_where_its_owner_signs_nothing_only()
    {
        var bucket = InstanceBucket.Empty.With(Other, Some.Log(3));

        Assert.Empty(_sealed.ForOthers(7, bucket, _ => false).Bucket.Logs);
        Assert.Equal(3, _sealed.ForOthers(7, bucket, _ => true).Bucket.LogOf(Other).Version);
    }

    [Fact]
    public void Seal_of_another_version_than_the_log_is_at_is_not_kept()
    {
        _sealed.Note(Other, Seal(version: 2), Some.Log(3));

        Assert.Empty(_sealed.ForOthers(7, InstanceBucket.Empty.With(Other, Some.Log(3)), _ => true).Seals);
    }

    [Fact]
    public void Of_two_seals_of_one_version_the_later_is_kept()
    {
        _sealed.Note(Other, Seal(version: 3, stamp: 20), Some.Log(3));
        _sealed.Note(Other, Seal(version: 3, stamp: 10), Some.Log(3));

        Assert.Equal(20, Assert.Single(_sealed.ForOthers(7, InstanceBucket.Empty.With(Other, Some.Log(3)), _ => false).Seals).Seal.Stamp);
    }

    [Fact]
    public void Owner_that_is_gone_is_forgotten()
    {
        _sealed.Note(Other, Seal(version: 3), Some.Log(3));
        _sealed.Drop(Other);

        Assert.Empty(_sealed.ForOthers(7, InstanceBucket.Empty.With(Other, Some.Log(3)), _ => false).Seals);
    }

    private static Seal Seal(long version, long stamp = 1) => new(7, version, stamp, [1], [2]);
}
