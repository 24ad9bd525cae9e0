using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

public sealed class WarmUpRoundsTests
{
    private static readonly Owner Self = Some.Owner(5);

    private readonly List<(Owner To, IWireMessage Question)> _asked = [];
    private readonly List<string> _awaited = [];
    private WarmUpRounds _rounds;
    private int _warm;

    public WarmUpRoundsTests() => _rounds = Rounds();

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

    [Fact]
    public void Owner_whose_entries_came_is_waited_for_until_it_is_a_member_here()
    {
        _rounds.Tick([Self, Some.Owner(1)]);
        _rounds.Known(Some.Owner(1));
        BucketVersion[] versions = [new(3, Some.Owner(2), 1), new(3, new Owner(Self.Address, 7), 1)];
        _rounds.Told(new ReplicationProtocol.Versions(Some.Owner(1), true, [.. versions]));
        _rounds.Received(Some.Owner(1), 3);
        Assert.False(_rounds.IsWarm);

        _rounds.Known(Some.Owner(2));
        _rounds.Tick([Self, Some.Owner(1), Some.Owner(2)]);

        Assert.True(_rounds.IsWarm);
    }

    [Fact]
    public void Owner_that_is_a_member_as_another_incarnation_is_not_waited_for()
    {
        _rounds.Tick([Self, Some.Owner(1), Some.Owner(2)]);
        _rounds.Known(Some.Owner(1));
        _rounds.Known(Some.Owner(2));
        BucketVersion[] versions = [new(3, new Owner(Some.Owner(2).Address, 7), 1)];
        _rounds.Told(new ReplicationProtocol.Versions(Some.Owner(1), true, [.. versions]));
        _rounds.Received(Some.Owner(1), 3);

        Assert.True(_rounds.IsWarm);
    }

    [Fact]
    public void Node_that_a_ready_member_filled_up_waits_for_nobody()
    {
        _rounds = Rounds("10.0.0.9:4053");
        _rounds.Tick([Self, Some.Owner(1)]);
        _rounds.Known(Some.Owner(1));
        Fill();

        Assert.Equal([""], _awaited);
        Assert.True(_rounds.IsOver);
    }

    [Fact]
    public void Where_nobody_is_ready_each_member_is_waited_for_until_it_is_back()
    {
        FillFromOneThatIsNotReady(Some.Owner(1), Some.Owner(2));
        Assert.Equal(["10.0.0.1:4053, 10.0.0.2:4053"], _awaited);

        _rounds.IsBack(Some.Owner(2));
        Assert.Equal("10.0.0.1:4053", _awaited[^1]);
        Assert.False(_rounds.IsOver);
        _rounds.IsBack(Some.Owner(1));

        Assert.Equal(["10.0.0.1:4053, 10.0.0.2:4053", "10.0.0.1:4053", ""], _awaited);
        Assert.True(_rounds.IsOver);
    }

    [Fact]
    public void Member_that_never_says_that_it_is_back_is_waited_for_a_minute()
    {
        FillFromOneThatIsNotReady(Some.Owner(1));
        Tick(TimeSpan.FromSeconds(59), Self, Some.Owner(1));
        Assert.False(_rounds.IsOver);

        Tick(TimeSpan.FromSeconds(2), Self, Some.Owner(1));

        Assert.True(_rounds.IsOver);
    }

    [Fact]
    public void Member_that_stored_and_is_not_here_is_waited_for_ten_seconds()
    {
        _rounds = Rounds("10.0.0.1:4053", "10.0.0.2:4053");
        _rounds.Tick([Self]);
        Assert.Equal(["10.0.0.1:4053, 10.0.0.2:4053"], _awaited);
        Tick(TimeSpan.FromSeconds(9), Self, Some.Owner(1));
        _rounds.IsBack(Some.Owner(1));
        Assert.Equal("10.0.0.2:4053", _awaited[^1]);

        Tick(TimeSpan.FromSeconds(2), Self, Some.Owner(1));

        Assert.True(_rounds.IsOver);
        Assert.Equal(1, _warm);
    }

    [Fact]
    public void Each_that_comes_gives_the_absent_their_time_anew_but_for_a_minute_at_most()
    {
        _rounds = Rounds("10.0.0.2:4053");
        _rounds.Tick([Self]);
        Tick(TimeSpan.FromSeconds(9), Self);
        Tick(TimeSpan.FromSeconds(9), Self, Some.Owner(1));
        _rounds.IsBack(Some.Owner(1));
        Assert.False(_rounds.IsOver);
        Tick(TimeSpan.FromSeconds(2), Self, Some.Owner(1));
        Assert.True(_rounds.IsOver);

        _rounds = Rounds("10.0.0.2:4053");
        _rounds.Tick([Self]);
        for (var n = 0; n < 12; n++)
        {
            var come = Some.Owner(10 + n);
            Tick(TimeSpan.FromSeconds(5.2), Self, come);
            _rounds.IsBack(come);
        }

        Assert.True(_rounds.IsOver);
    }

    [Fact]
    public void Former_member_that_is_here_again_is_waited_for_as_the_others_are()
    {
        _rounds = Rounds("10.0.0.1:4053");
        _rounds.Tick([Self]);
        Tick(TimeSpan.FromSeconds(20), Self, Some.Owner(1));
        Assert.False(_rounds.IsOver);

        _rounds.IsBack(Some.Owner(1));

        Assert.True(_rounds.IsOver);
    }

    private WarmUpRounds Rounds(params string[] former) => new(
        Self, 64, (to, question) => _asked.Add((to, question)), () => _warm++, members => _awaited.Add(string.Join(", ", members)))
    {
        Former = former.ToHashSet(),
    };

    private void Tick(TimeSpan time, params Owner[] members)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += WarmUpRounds.Interval)
            _rounds.Tick([.. members]);
    }

    /// <summary>Whoever was asked has nothing that is not here.</summary>
    private void Fill() => _rounds.Told(new ReplicationProtocol.Versions(_asked[^1].To, true, []));

    private void FillFromOneThatIsNotReady(params Owner[] others)
    {
        foreach (var other in others)
            _rounds.Known(other);
        while (!_rounds.IsWarm)
        {
            _rounds.Tick([Self, .. others]);
            _rounds.Told(new ReplicationProtocol.Versions(_asked[^1].To, false, []));
        }
    }
}
