using Mesh.Testing.Restarts;

namespace Mesh.Cluster.Tests.Restarts;

/// <summary>The model by which a rolling restart is judged: what it must let pass, and what it must not.</summary>
public sealed class RestartModelTests
{
    private const int Port = 1_000;

    private static readonly RestartBounds Bounds = new(
        Spread: Seconds(2), Away: Seconds(1), Suspect: Seconds(2), Removed: Seconds(10), Checked: Seconds(5), Lost: Seconds(0.5));

    private Subject _subject = new(Port, "orders", SubjectKind.Floating, Home: 0) { Asked = Seconds(0), Registered = Seconds(1), Settled = Seconds(2) };
    private Downtime[] _downtimes = [];

    [Fact]
    public void History_without_restarts_in_which_all_is_shown_breaks_nothing() =>
        Assert.Empty(Check(Shown(0, 1.5), Shown(1, 3), Shown(2, 60)));

    [Fact]
    public void Instance_that_lives_and_is_not_listed_is_missing() => Assert.Equal(RestartModel.Missing, Broken(Absent(1, 3)));

    [Fact]
    public void Instance_must_be_listed_at_its_own_node_once_that_has_answered()
    {
        _subject = _subject with { Settled = null };

        Assert.Equal(RestartModel.Missing, Broken(Absent(0, 1.1)));
        Assert.Empty(Check(Absent(1, 1.1)));
        Assert.Equal(RestartModel.Missing, Broken(Absent(1, 3.1)));
    }

    [Fact]
    public void Door_that_shows_only_what_is_offered_is_not_taken_for_a_list()
    {
        var dns = Absent(1, 3) with { Listed = null };

        Assert.Equal(RestartModel.NotOffered, Broken(dns));
        Assert.Equal(RestartModel.NotOffered, Broken(Listed(1, 3)));
    }

    [Fact]
    public void Instance_may_be_seen_or_not_while_its_deregistration_is_under_way()
    {
        Deregister(asked: 5, answered: 8);

        Assert.Empty(Check(Shown(0, 6), Absent(1, 6), Shown(1, 7)));
    }

    [Fact]
    public void Reading_that_began_before_the_answer_to_a_deregistration_says_nothing()
    {
        Deregister(asked: 5, answered: 8);

        Assert.Empty(Check(Shown(1, 7.9) with { Ended = Seconds(20) }));
    }

    [Fact]
    public void Deregistered_instance_is_gone_at_once_where_it_was_deregistered_and_soon_elsewhere()
    {
        Deregister(asked: 5, answered: 8);

        Assert.Equal(RestartModel.StillThere, Broken(Shown(2, 8.1)));
        Assert.Empty(Check(Shown(1, 8.1)));
        Assert.Equal(RestartModel.StillThere, Broken(Shown(1, 10.1)));
    }

    [Fact]
    public void Deregistered_instance_does_not_come_back_where_it_was_gone_nor_after_a_restart()
    {
        Deregister(asked: 5, answered: 8);
        _downtimes = [Stopped(node: 1, 8.5, 8.8, restarted: 8.9, back: 9)];

        Assert.Equal(RestartModel.Back, Broken(Absent(1, 8.2), Shown(1, 9.1)));
        Assert.Empty(Check(Absent(1, 8.2), Absent(1, 9.1)));
    }

    [Fact]
    public void Door_that_lists_nothing_does_not_say_that_an_instance_is_gone()
    {
        Deregister(asked: 5, answered: 8);

        Assert.Empty(Check(Absent(1, 8.2) with { Listed = null }, Shown(1, 8.4)));
    }

    [Fact]
    public void Anchored_instance_is_listed_and_not_offered_while_its_node_is_away()
    {
        _subject = _subject with { Kind = SubjectKind.Anchored };
        _downtimes = [Stopped(node: 0, 10, 12, restarted: 20, back: 23)];

        Assert.Empty(Check(Shown(1, 11), Listed(1, 11), Listed(1, 14), Listed(1, 24), Shown(1, 29)));
        Assert.Equal(RestartModel.Dead, Broken(Shown(1, 14)));
        Assert.Equal(RestartModel.Missing, Broken(Absent(1, 14)));
        Assert.Equal(RestartModel.NotOffered, Broken(Listed(1, 29)));
    }

    [Fact]
    public void Instance_that_lives_on_is_offered_through_an_orderly_restart_and_soon_after_a_kill()
    {
        _downtimes = [Stopped(node: 0, 10, 12, restarted: 20, back: 23)];
        Assert.Equal(RestartModel.NotOffered, Broken(Listed(1, 11)));

        _downtimes = [_downtimes[0] with { IsKill = true }];
        Assert.Empty(Check(Listed(1, 11), Listed(1, 21)));
        Assert.Equal(RestartModel.NotOffered, Broken(Listed(1, 23)));
        Assert.Equal(RestartModel.Missing, Broken(Absent(1, 11)));
    }

    [Fact]
    public void Owned_instance_goes_with_its_node()
    {
        _subject = _subject with { Kind = SubjectKind.Owned };
        _downtimes = [Stopped(node: 0, 10, 12, restarted: 20, back: 23)];

        Assert.Equal(RestartModel.Missing, Broken(Absent(1, 9)));
        Assert.Empty(Check(Shown(1, 12.5), Listed(1, 15), Absent(1, 15.1), Absent(1, 60)));
        Assert.Equal(RestartModel.Dead, Broken(Shown(1, 15)));
        Assert.Equal(RestartModel.Outlives, Broken(Listed(1, 30)));
    }

    [Fact]
    public void Registration_that_only_a_killed_node_had_may_be_lost_and_one_that_others_showed_may_not()
    {
        _downtimes = [Stopped(node: 0, 1.2, 1.3, restarted: 20, back: 23) with { IsKill = true }];
        Assert.Equal(RestartModel.Missing, Broken(Absent(1, 10)));

        _subject = _subject with { Settled = null };
        Assert.Empty(Check(Absent(1, 10)));

        _downtimes = [_downtimes[0] with { IsKill = false }];
        Assert.Equal(RestartModel.Missing, Broken(Absent(1, 10)));
    }

    [Fact]
    public void Instance_whose_service_has_ended_is_not_offered_once_its_check_must_know()
    {
        _subject = _subject with { Kind = SubjectKind.Anchored, Failing = Seconds(10) };

        Assert.Empty(Check(Shown(1, 14), Listed(1, 14), Listed(1, 16)));
        Assert.Equal(RestartModel.Failed, Broken(Shown(1, 16)));
    }

    [Fact]
    public void What_was_registered_while_a_node_started_may_reach_it_after_it_is_ready()
    {
        _downtimes = [Stopped(node: 1, 0.1, 0.2, restarted: 0.5, back: 2.5)];

        Assert.Empty(Check(Absent(1, 2.7)));
        Assert.Equal(RestartModel.Missing, Broken(Absent(2, 2.7)));
        Assert.Equal(RestartModel.Missing, Broken(Absent(1, 5.5)));
    }

    [Fact]
    public void What_fails_open_after_a_kill_may_be_offered_until_the_node_is_removed()
    {
        _subject = _subject with { Kind = SubjectKind.Anchored };
        _downtimes = [Stopped(node: 0, 10, 12, restarted: 40, back: 43) with { IsKill = true }];
        Assert.Empty(Check(Shown(1, 15)));
        Assert.Equal(RestartModel.Dead, Broken(Shown(1, 23)));

        var elsewhere = _subject with { Port = Port + 1, Home = 1 };
        var reading = Shown(1, 15) with { Listed = [Port, Port + 1], Offered = [Port, Port + 1] };
        var history = new RestartHistory([_subject, elsewhere], [.. _downtimes], [reading]);
        Assert.Equal(RestartModel.Dead, Assert.Single(RestartModel.Check(history, Bounds)).Rule);
    }

    [Fact]
    public void What_others_are_left_when_it_is_read_decides_whether_it_fails_open()
    {
        _subject = _subject with { Kind = SubjectKind.Anchored };
        _downtimes = [Stopped(node: 0, 10, 12, restarted: 40, back: 43) with { IsKill = true }];
        var elsewhere = _subject with { Port = Port + 1, Home = 1, Deregistering = Seconds(16), Deregistered = Seconds(17), DeregisteredBy = 1 };

        string[] RulesAt(double at)
        {
            var reading = At(1, at) with { Listed = [Port, Port + 1], Offered = [Port] };
            var history = new RestartHistory([_subject, elsewhere with { Settled = null }], [.. _downtimes], [reading]);
            return [.. RestartModel.Check(history, Bounds).Where(f => f.Subject.Port == Port).Select(f => f.Rule)];
        }

        Assert.Equal([RestartModel.Dead], RulesAt(15));
        Assert.Empty(RulesAt(16.5));
        Assert.Empty(RulesAt(18));
    }

    [Fact]
    public void Instance_is_not_seen_before_it_was_registered()
    {
        _subject = _subject with { Asked = Seconds(5), Registered = Seconds(6), Settled = Seconds(7) };

        Assert.Equal(RestartModel.Early, Broken(Shown(1, 4)));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static Downtime Stopped(int node, double began, double ended, double restarted, double back) =>
        new(node, Seconds(began), Seconds(ended), Seconds(restarted), Seconds(back), IsKill: false);

    private static Reading Shown(int node, double at) => At(node, at) with { Listed = [Port], Offered = [Port] };

    private static Reading Listed(int node, double at) => At(node, at) with { Listed = [Port] };

    private static Reading Absent(int node, double at) => At(node, at);

    private static Reading At(int node, double at) => new(node, "native HTTP", "orders", Seconds(at), Seconds(at + 0.01), [], []);

    private void Deregister(double asked, double answered) => _subject = _subject with
    {
        Deregistering = Seconds(asked),
        Deregistered = Seconds(answered),
        DeregisteredBy = 2,
    };

    private IReadOnlyList<RestartFault> Check(params Reading[] readings) =>
        RestartModel.Check(new RestartHistory([_subject], [.. _downtimes], [.. readings]), Bounds);

    private string Broken(params Reading[] readings) => Assert.Single(Check(readings)).Rule;
}
