using Mesh.Catalog;
using Mesh.Replication;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Replication;

public sealed class ReplicaCheckTests
{
    private static readonly Owner Self = Some.Owner(1);

    private readonly ReplicaCheck<InstanceBucket, InstanceKey, ServiceInstance> _check = new(Self, 2);

    [Fact]
    public void State_is_news_once()
    {
        var first = InstanceBucket.Empty.With(Self, Some.Log(1));
        var second = first.With(Self, Some.Log(2));

        Assert.True(_check.IsNews(0, first));
        Assert.False(_check.IsNews(0, first));
        Assert.True(_check.IsNews(1, first));
        Assert.True(_check.IsNews(0, second));
        Assert.True(_check.IsNews(0, first));
    }

    [Fact]
    public void Nothing_is_lost_before_a_write() => Assert.Null(_check.Lost(0, InstanceBucket.Empty));

    [Fact]
    public void All_of_the_own_log_is_lost_with_the_bucket()
    {
        _check.Wrote(0, Some.Log(3));

        Assert.Equal(3, _check.Lost(0, InstanceBucket.Empty)?.Version);
        Assert.Null(_check.Lost(1, InstanceBucket.Empty));
    }

    [Fact]
    public void Gap_before_a_later_write_is_lost()
    {
        var log = Some.Log(2).Append(Some.Key(3), null, out var third);
        _check.Wrote(0, log);

        Assert.Equal(3, _check.Lost(0, InstanceBucket.Of(Self, third))?.Version);
        Assert.Null(_check.Lost(0, InstanceBucket.Empty.With(Self, log)));
    }

    [Fact]
    public void Writes_of_others_are_theirs_to_keep()
    {
        _check.Wrote(0, Some.Log(1));

        Assert.Equal(1, _check.Lost(0, InstanceBucket.Empty.With(Some.Owner(2), Some.Log(5)))?.Version);
        Assert.Null(_check.Lost(0, InstanceBucket.Empty.With(Self, Some.Log(1))));
    }

    [Fact]
    public void Writes_that_come_one_by_one_make_up_the_log()
    {
        var log = OwnerLog.Empty.Append(Some.Key(1), Some.Record(Some.Key(1)), out var first);
        log = log.Append(Some.Key(2), Some.Record(Some.Key(2)), out var second);
        _check.Wrote(0, OwnerLog.Of(first));
        _check.Wrote(0, OwnerLog.Of(second));

        Assert.Equal(log.Live, _check.Lost(0, InstanceBucket.Empty)?.Live);
    }
}
