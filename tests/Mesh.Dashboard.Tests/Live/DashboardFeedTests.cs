using Mesh.Dashboard.Live;
using Mesh.Dashboard.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Dashboard.Tests.Live;

public sealed class DashboardFeedTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeMeshClient _mesh;
    private readonly DashboardFeed _feed;
    private int _wakes;

    public DashboardFeedTests()
    {
        _mesh = SampleMesh.MeshOf(_time, SampleMesh.Instance("orders", "a"));
        _feed = new DashboardFeed(_mesh, new FakeMeshInspector(), _time);
    }

    public void Dispose() => _feed.Dispose();

    [Fact]
    public async Task Page_is_woken_by_a_change_and_the_change_is_listed()
    {
        _feed.Attach(Wake);
        await SettledAsync();

        _mesh.Put(SampleMesh.Instance("orders", "b"), ChangeKind.Added);

        await Eventually.AsTimePassesAsync(_time, TimeSpan.FromMilliseconds(100), () => Lines().Contains("orders/b"), "no change");
    }

    [Fact]
    public async Task Page_is_woken_at_most_once_in_a_tenth_of_a_second()
    {
        _feed.Attach(Wake);
        await SettledAsync();
        var before = Volatile.Read(ref _wakes);

        for (var i = 0; i < 1_000; i++)
            _mesh.Put(SampleMesh.Instance("orders", $"x{i}"), ChangeKind.Added);
        await Eventually.IsAsync(() => _feed.Read(l => l.Count) >= 1_000, "not all changes");

        // The clock stands still: however many changes there were, it is woken once.
        Assert.InRange(Volatile.Read(ref _wakes) - before, 0, 1);
    }

    [Fact]
    public async Task Nothing_is_held_once_the_last_page_is_closed()
    {
        Action second = () => { };
        _feed.Attach(Wake);
        _feed.Attach(second);
        await SettledAsync();
        _mesh.Put(SampleMesh.Instance("orders", "b"), ChangeKind.Added);
        await Eventually.IsAsync(() => Lines().Length > 0, "no change");

        _feed.Detach(second);
        Assert.True(_feed.IsOn);
        _feed.Detach(Wake);

        Assert.False(_feed.IsOn);
        Assert.Empty(Lines());
    }

    /// <summary>Until it has taken what the watch begins with.</summary>
    private Task SettledAsync() =>
        Eventually.AsTimePassesAsync(_time, TimeSpan.FromMilliseconds(100), () => Volatile.Read(ref _wakes) >= 1, "never woken");

    private string[] Lines() => _feed.Read(l => l.Lines.Select(c => $"{c.Service}/{c.Id}").ToArray());

    private void Wake() => Interlocked.Increment(ref _wakes);
}
