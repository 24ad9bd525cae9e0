using Mesh.Catalog;
using Mesh.Testing;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Core.Tests.Views;

public sealed class PublishedMembersTests
{
    private static readonly MeshMember A = Member("a:1", 1, "left") with { IsSelf = true };
    private static readonly MeshMember B = Member("b:1", 2, "right");

    private readonly PublishedMembers _members = new();

    private static MeshMember Member(string address, int uid, string name) =>
        new(new Owner(address, uid), name, "up", Standing.Confirmed, ["mesh"], "z", "1.0", false);

    [Fact]
    public void Version_rises_with_a_change_and_only_then()
    {
        Assert.Equal(0, _members.Current.Version);
        _members.Publish([A, B]);
        var first = _members.Current;
        _members.Publish([A with { Roles = ["mesh"] }, B]);
        Assert.Same(first, _members.Current);

        _members.Publish([A, B with { Standing = Standing.Suspect }]);

        Assert.Equal(1, first.Version);
        Assert.Equal(2, _members.Current.Version);
        Assert.Equal(Standing.Confirmed, first.Find(B.Owner)?.Standing);
        Assert.Equal(Standing.Suspect, _members.Current.Find(B.Owner)?.Standing);
    }

    [Fact]
    public void Member_is_found_by_owner_address_and_name()
    {
        var younger = Member("b:1", 3, "");
        _members.Publish([A, B, younger]);

        var members = _members.Current;
        Assert.Equal(A, members.Self);
        Assert.Equal(B, members.Find(B.Owner));
        Assert.Equal(younger, members.FindAddress("b:1"));
        Assert.Equal(B, members.FindName("RIGHT"));
        Assert.Null(members.FindName(""));
        Assert.Null(members.Find(new Owner("a:1", 9)));
    }

    [Fact]
    public async Task Watch_begins_with_the_first_view_and_wakes_at_each_change()
    {
        await using var watch = _members.Watch().GetAsyncEnumerator();
        var first = watch.MoveNextAsync().AsTask();
        Assert.False(first.IsCompleted);

        _members.Publish([A]);
        Assert.True(await first.WaitAsync(Patience.Limit));
        Assert.Equal([A], watch.Current.Items.AsEnumerable());

        var second = watch.MoveNextAsync().AsTask();
        _members.Publish([A]);
        Assert.False(second.IsCompleted);
        _members.Publish([A, B]);
        Assert.True(await second.WaitAsync(Patience.Limit));
        Assert.Equal([A, B], watch.Current.Items.AsEnumerable());
    }

    [Fact]
    public async Task Slow_reader_gets_the_newest_view()
    {
        await using var watch = _members.Watch().GetAsyncEnumerator();
        _members.Publish([A]);
        Assert.True(await watch.MoveNextAsync());
        _members.Publish([A, B]);
        _members.Publish([B]);

        Assert.True(await watch.MoveNextAsync());

        Assert.Equal(3, watch.Current.Version);
    }

    [Fact]
    public async Task Cancelled_watch_ends()
    {
        using var stop = new CancellationTokenSource();
        await using var watch = _members.Watch(stop.Token).GetAsyncEnumerator();
        var next = watch.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience.Limit));
    }

    [Fact]
    public void View_of_a_node_that_restarts_stays_and_ages_until_there_is_a_new_one()
    {
        var time = new FakeTimeProvider();
        _members.Publish([A, B]);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.Zero, _members.Current.AgeOf(time));
        var (before, next) = _members.Observe();

        _members.End(time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(3));
        _members.End(time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(before.Version, _members.Current.Version);
        Assert.Equal([A, B], _members.Current.Items.AsEnumerable());
        Assert.Equal(TimeSpan.FromSeconds(5), _members.Current.AgeOf(time));
        Assert.False(next.IsCompleted);

        _members.Publish([A, B]);
        Assert.Equal(before.Version, _members.Current.Version);
        Assert.Equal(TimeSpan.Zero, _members.Current.AgeOf(time));
    }

    [Fact]
    public void Nothing_that_is_known_has_no_age()
    {
        _members.End(5);

        Assert.Same(MembersSnapshot.Empty, _members.Current);
    }
}
