using System.Collections.Immutable;
using Mesh.Testing.Chaos;
using Mesh.Testing.Restarts;

namespace Mesh.Cluster.Tests.Chaos;

/// <summary>The model by which bad days are judged: trouble from 10 s to 20 s, the mesh whole again at 25 s, the end at 40 s.</summary>
public sealed class ChaosModelTests
{
    private const int Port = 1_000;
    private const string Kept = "kept";

    private static readonly ChaosPhase Day = new("a bad day", Seconds(10), Seconds(20), Seconds(25), Seconds(40));

    private Subject _subject = new(Port, Kept, SubjectKind.Floating, Home: 0) { Asked = Seconds(0), Registered = Seconds(1), Settled = Seconds(2) };
    private Downtime[] _downtimes = [];
    private ChaosCut[] _cuts = [];

    [Fact]
    public void Day_on_which_all_is_offered_is_good()
    {
        var figures = Check(Offered(0, 12), Offered(1, 30));

        Assert.True(figures.IsGood);
        Assert.Equal((2, 0d), (figures.Readings, figures.OutOfRotation));
    }

    [Fact]
    public void Kept_instance_must_be_listed_in_the_middle_of_trouble_too()
    {
        Assert.Equal(1, Check(Absent(0, 12)).Missing);
        Assert.Equal(0, Check(Listed(0, 12)).Missing);
    }

    [Fact]
    public void Lease_may_have_ended_where_its_renewals_did_not_arrive_for_as_long_as_it_lasts()
    {
        var day = Day with { Healed = Seconds(50), Whole = Seconds(55), Ended = Seconds(70) };
        _subject = _subject with { Kind = SubjectKind.Leased };
        _cuts = [new ChaosCut(Seconds(10), new HashSet<int> { 0 })];

        Assert.Equal(0, MissingOf(Absent(1, 45)));
        Assert.Equal(1, MissingOf(Absent(1, 12)));
        Assert.Equal(1, MissingOf(Absent(0, 45)));
        Assert.Equal(1, MissingOf(Absent(1, 60)));
        _subject = _subject with { Kind = SubjectKind.Floating };
        Assert.Equal(1, MissingOf(Absent(1, 45)));

        int MissingOf(Reading reading) =>
            Assert.Single(ChaosModel.Check(new RestartHistory([_subject], [], [reading]), [day], _cuts, _ => true)).Missing;
    }

    [Fact]
    public void Side_that_began_apart_shows_what_its_own_disks_had_until_the_mesh_is_whole()
    {
        _cuts = [new ChaosCut(Seconds(11), new HashSet<int> { 0, 1 })];
        Reading[] all = [Offered(2, 12), Offered(3, 12)];

        _downtimes = [Down(0), Down(1)];
        Assert.Equal(0, Check([.. all, Absent(0, 18), Absent(1, 19)]).Missing);
        Assert.Equal((1, 1), (Check([.. all, Absent(2, 18)]).Missing, Check([.. all, Absent(0, 26)]).Missing));
        // One that lives on knows what the others had.
        _downtimes = [Down(0)];
        Assert.Equal(1, Check([.. all, Offered(1, 13), Absent(0, 18)]).Missing);

        static Downtime Down(int node) => new(node, Seconds(10.5), Seconds(11), Seconds(12), Seconds(15), false);
    }

    [Fact]
    public void Other_instance_must_be_listed_once_the_mesh_is_whole()
    {
        _subject = _subject with { Settled = null, Service = "other", Registered = Seconds(15) };

        Assert.Equal(0, Check(Absent(0, 24)).Lost);
        var late = Check(Absent(0, 26));
        Assert.Equal(1, late.Lost);
        Assert.StartsWith("lost: other:1000", Assert.Single(late.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Deregistered_instance_may_be_shown_until_the_mesh_is_whole()
    {
        _subject = _subject with { Deregistering = Seconds(11), Deregistered = Seconds(12) };

        Assert.Equal(0, Check(Offered(1, 18)).Revived);
        Assert.Equal(1, Check(Offered(1, 26)).Revived);
    }

    [Fact]
    public void Deregistered_instance_never_comes_back_to_a_node_at_which_it_was_gone()
    {
        _subject = _subject with { Deregistering = Seconds(11), Deregistered = Seconds(12) };

        Assert.Equal(1, Check(Offered(1, 11), Absent(1, 13), Offered(1, 14)).Revived);
        Assert.Equal(0, Check(Offered(1, 11), Absent(1, 13), Offered(2, 14)).Revived);
    }

    [Fact]
    public void Node_that_hears_late_of_a_registration_and_its_end_brings_nothing_back()
    {
        _subject = _subject with { Deregistering = Seconds(11), Deregistered = Seconds(12) };

        Assert.Equal(0, Check(Absent(1, 13), Offered(1, 14)).Revived);
    }

    [Fact]
    public void What_ended_with_its_node_is_not_lost()
    {
        _subject = _subject with { Kind = SubjectKind.Owned };
        _downtimes = [new Downtime(0, Seconds(11), Seconds(11), null, null, IsKill: true)];

        Assert.Equal(0, Check(Absent(1, 30)).Lost);
        _downtimes = [];
        Assert.Equal(1, Check(Absent(1, 30)).Lost);
    }

    [Fact]
    public void Nothing_is_promised_of_a_lease_that_could_not_be_renewed()
    {
        _subject = _subject with { LongestGap = Ways.Lease };

        Assert.True(Check(Absent(1, 30)).IsGood);
    }

    [Fact]
    public void Time_out_of_rotation_is_told_by_its_part_and_its_longest_piece()
    {
        var figures = Check(Offered(0, 11), Listed(0, 12), Listed(0, 15), Offered(0, 16));

        Assert.Equal(0.5, figures.OutOfRotation);
        Assert.Equal(Seconds(3.1), figures.Longest);
        Assert.True(figures.IsGood);
    }

    [Fact]
    public void Day_after_which_the_mesh_was_not_whole_is_not_good()
    {
        var history = new RestartHistory([_subject], [], [Offered(0, 12)]);

        Assert.False(Assert.Single(ChaosModel.Check(history, [Day with { Whole = null }], [], _ => true)).IsGood);
    }

    [Fact]
    public void Readings_count_for_the_day_that_they_are_of()
    {
        var next = new ChaosPhase("the next one", Seconds(40), Seconds(41), Seconds(42), Seconds(50));
        var history = new RestartHistory([_subject], [], [Absent(0, 12), Offered(0, 45)]);

        Assert.Equal([1, 0], ChaosModel.Check(history, [Day, next], [], _ => true).Select(f => f.Missing));
    }

    private ChaosFigures Check(params Reading[] readings) => Assert.Single(
        ChaosModel.Check(new RestartHistory([_subject], [.. _downtimes], [.. readings]), [Day], _cuts, s => s.Service == Kept));

    private Reading Offered(int node, double at) => Read(node, at, [Port], [Port]);

    private Reading Listed(int node, double at) => Read(node, at, [Port], []);

    private Reading Absent(int node, double at) => Read(node, at, [], []);

    private Reading Read(int node, double at, ImmutableHashSet<int> listed, ImmutableHashSet<int> offered) =>
        new(node, "HTTP", _subject.Service, Seconds(at), Seconds(at + 0.1), listed, offered);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
