using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Testing;
using Mesh.Testing.Fakes;

namespace Mesh.Client.Tests.Runtime;

public sealed class MeshInspectorTests
{
    private readonly FakeMeshInspector _node = new();

    [Fact]
    public async Task Members_are_read_and_watched_without_asking()
    {
        await using var watch = _node.WatchMembers().GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Same(_node.Members, watch.Current);

        var next = watch.MoveNextAsync().AsTask();
        _node.Set(_node.Members.Items[0] with { Standing = Standing.Suspect });

        Assert.True(await next.WaitAsync(Patience.Limit));
        Assert.Equal(Standing.Suspect, Assert.Single(watch.Current.Items).Standing);
        Assert.Empty(_node.Asked);
    }

    [Fact]
    public async Task Order_is_asked_once()
    {
        Assert.True(await _node.DownAsync("127.0.0.1:4054"));
        Assert.False(await _node.LeaveAsync("127.0.0.1:9"));

        Assert.Equal<object>([new MembershipProtocol.Down("127.0.0.1:4054"), new MembershipProtocol.Leave("127.0.0.1:9")], _node.Asked);
    }
}
