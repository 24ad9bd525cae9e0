using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Yarp;

namespace Mesh.Client.Tests.Yarp;

/// <summary>What tells YARP to look again.</summary>
public sealed class ViewTokensTests
{
    private readonly TestCatalog _catalog = new TestCatalog().Put(TestCatalog.Instance("calm", "c-1"), TestCatalog.Instance("busy", "b-1"));
    private readonly ViewTokens _tokens;
    private int _port = 1_000;

    public ViewTokensTests() => _tokens = new ViewTokens(new FakeMeshClient(_catalog));

    [Fact]
    public async Task Token_of_several_services_fires_when_one_of_them_moves_and_is_the_same_until_then()
    {
        var first = _tokens.For(Revisions());
        Assert.Same(first, _tokens.For(Revisions()));
        Assert.False(first.HasChanged);

        Move();
        await Eventually.IsAsync(() => first.HasChanged, "the token has not fired");

        Assert.NotSame(first, _tokens.For(Revisions()));
    }

    [Fact]
    public async Task What_came_since_the_look_fires_it_too()
    {
        var before = Revisions();
        Move();

        var token = _tokens.For(before);

        await Eventually.IsAsync(() => token.HasChanged, "the token has not fired");
    }

    [Fact]
    public async Task Looks_at_a_calm_service_beside_a_busy_one_leave_nothing_behind()
    {
        var looks = new List<WeakReference>();
        for (var n = 0; n < 50; n++)
            looks.Add(await LookAsync());

        await Eventually.IsAsync(() => Left(looks) <= 1, "tokens of earlier looks are still there");
    }

    private async Task<WeakReference> LookAsync()
    {
        var token = _tokens.For(Revisions());
        Move();
        await Eventually.IsAsync(() => token.HasChanged, "the token has not fired");
        return new WeakReference(token);
    }

    private static int Left(IEnumerable<WeakReference> looks)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return looks.Count(l => l.IsAlive);
    }

    private void Move() => _catalog.Put(TestCatalog.Instance("busy", "b-1", ++_port));

    private Dictionary<string, long> Revisions() => new[] { "calm", "busy" }.ToDictionary(s => s, s => _catalog.Hub.Snapshot.Find(s)!.Revision);
}
