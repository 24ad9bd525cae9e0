using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

public sealed class WarmUpRoundsTests
{
    private static readonly Owner Self = Some.Owner(5);

    private readonly List<(Owner To, IWireMessage Question)> _asked = [];
    private readonly WarmUpRounds _rounds;
    private int _warm;

    public WarmUpRoundsTests() => _rounds = new WarmUpRounds(Self, 64, (to, question) => _asked.Add((to, question)), () => _warm++);

    [Fact]
    public void Node_without_others_is_warm_at_once()
    {
        _rounds.Tick([Self]);

        Assert.Equal((true, 1), (_rounds.IsWarm, _warm));
    }

    [Fact]
    public void Node_that_holds_all_is_warm_once_every_member_knows_it()
    {
        _rounds.Tick([Self, Some.Owner(1), Some.Owner(2)]);
        _rounds.Known(Some.Owner(2));
        Fill();
        Assert.Equal((false, 0), (_rounds.IsWarm, _warm));

        _rounds.Known(Some.Owner(1));
        _rounds.Known(Some.Owner(1));

        Assert.Equal((true, 1), (_rounds.IsWarm, _warm));
    }

    [Fact]
    public void Member_that_never_says_it_is_waited_for_a_while()
    {
        _rounds.Tick([Self, Some.Owner(1)]);
        Fill();
        for (var tick = 0; tick < 4; tick++)
            _rounds.Tick([Self, Some.Owner(1)]);
        Assert.Equal(0, _warm);

        _rounds.Tick([Self, Some.Owner(1)]);

        Assert.Equal((true, 1), (_rounds.IsWarm, _warm));
    }

    [Fact]
    public void Member_that_is_gone_is_not_waited_for()
    {
        _rounds.Tick([Self, Some.Owner(1), Some.Owner(2)]);
        _rounds.Known(Some.Owner(1));
        Fill();

        _rounds.Tick([Self, Some.Owner(1)]);

        Assert.Equal(1, _warm);
    }

    /// <summary>Whoever was asked has nothing that is not here.</summary>
    private void Fill() => _rounds.Told(new ReplicationProtocol.Versions(_asked[^1].To, true, []));
}
