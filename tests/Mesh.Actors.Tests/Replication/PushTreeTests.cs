using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

public sealed class PushTreeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(65)]
    [InlineData(66)]
    [InlineData(300)]
    [InlineData(1_000)]
    public void Every_member_gets_the_push_exactly_once(int count)
    {
        var members = Enumerable.Range(0, count).Select(n => new Owner($"h{n:0000}:1", n)).ToImmutableSortedSet();
        foreach (var origin in members.Where((_, i) => i % 97 == 0))
        {
            var reached = new List<Owner>();
            var queue = new Queue<Owner>([origin]);
            while (queue.TryDequeue(out var at))
            {
                foreach (var child in PushTree.Children(members, origin, at))
                {
                    reached.Add(child);
                    queue.Enqueue(child);
                }
            }

            Assert.Equal(members.Remove(origin).ToArray(), reached.Order().ToArray());
        }
    }

    [Fact]
    public void Nobody_sends_to_more_than_the_fan_out_beyond_the_direct_limit()
    {
        var members = Enumerable.Range(0, 200).Select(n => new Owner($"h{n:0000}:1", n)).ToImmutableSortedSet();
        Assert.All(members, m => Assert.True(PushTree.Children(members, members[7], m).Count() <= PushTree.FanOut));
    }

    [Fact]
    public void Unknown_origin_is_not_passed_on()
    {
        var members = Enumerable.Range(0, 100).Select(n => new Owner($"h{n:0000}:1", n)).ToImmutableSortedSet();
        Assert.Empty(PushTree.Children(members, Some.Owner(1), members[0]));
    }
}
