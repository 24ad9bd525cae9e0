using Mesh.Catalog;
using Mesh.Replication;

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
    public void Nothing_is_lost_before_a_write() => Assert.False(_check.IsLost(0, InstanceBucket.Empty));

    [Fact]
    public void Own_writes_are_lost_with_the_bucket()
    {
        _check.Wrote(0, 3);

        Assert.True(_check.IsLost(0, InstanceBucket.Empty));
        Assert.False(_check.IsLost(1, InstanceBucket.Empty));
    }

    [Fact]
    public void Gap_before_a_later_write_is_lost()
    {
        var log = Some.Log(2).Append(Some.Key(3), null, out var third);
        _check.Wrote(0, 3);

        Assert.True(_check.IsLost(0, InstanceBucket.Of(Self, third)));
        Assert.False(_check.IsLost(0, InstanceBucket.Empty.With(Self, log)));
    }

    [Fact]
    public void Writes_of_others_are_theirs_to_keep()
    {
        _check.Wrote(0, 1);

        Assert.True(_check.IsLost(0, InstanceBucket.Empty.With(Some.Owner(2), Some.Log(5))));
        Assert.False(_check.IsLost(0, InstanceBucket.Empty.With(Self, Some.Log(1))));
    }

    [Fact]
    public void Write_that_is_told_late_does_not_hide_a_later_one()
    {
        _check.Wrote(0, 2);
        _check.Wrote(0, 1);

        Assert.True(_check.IsLost(0, InstanceBucket.Empty.With(Self, Some.Log(1))));
    }
}
