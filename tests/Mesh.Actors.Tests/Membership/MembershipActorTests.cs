using Akka.Actor;
using Akka.TestKit.Xunit2;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Membership.Joining;
using Mesh.Membership.Liveness;
using Mesh.Testing;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Actors.Tests.Membership;

public sealed class MembershipActorTests : TestKit
{
    private static readonly Owner A = new("10.0.0.1:1", 1);
    private static readonly Owner B = new("10.0.0.2:1", 2);
    private static readonly Owner C = new("10.0.0.3:1", 3);
    private static readonly MeshTerms Terms = new("mesh", 64, 1);

    private readonly VirtualTime _time;
    private readonly FakeSurroundings _around = new(A);
    private readonly MemberSights _sights = new();
    private readonly IActorRef _membership;

    public MembershipActorTests()
        : base(VirtualTime.Config)
    {
        _time = new VirtualTime(Sys);
        var settings = new MembershipSettings(
            Terms, "left", "z1", "1.0", new CurrentSeeds([B.Address]), [], TimeSpan.FromSeconds(5), OwnsCluster: true);
        _membership = Sys.ActorOf(
            MembershipActor.Props(
                settings, _around.AsPorts(), [_around.Registry], _around.Members, _around.Reports.Enqueue, _time.Clock, sights: _sights),
            "membership");
    }

    private static SeenMember Up(Owner owner, bool gone = false, MemberPhase phase = MemberPhase.Up) =>
        new(owner, phase, gone, []);

    private Task SettleAsync() => VirtualTime.SettleAsync(_membership);

    /// <summary>Time goes by while every listed peer answers the pings it gets.</summary>
    private async Task PassAsync(double seconds, params Owner[] alive)
    {
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= VirtualTime.DefaultStep)
        {
            await _time.AdvanceAsync(VirtualTime.DefaultStep, _membership);
            Answer(alive);
            await SettleAsync();
        }
    }

    private void Answer(params Owner[] alive)
    {
        foreach (var peer in alive)
        {
            foreach (var ping in _around.Peer(peer.Address).Got<Ping>())
                _membership.Tell(new Pong(peer, ping.Number));
        }
    }

    private async Task MeshOfThreeAsync()
    {
        _membership.Tell(new ClusterProtocol.Members([Up(A), Up(B), Up(C)]));
        await PassAsync(2, B, C);
    }

    private IEnumerable<Standing> StandingsOf(Owner owner) =>
        _around.Registry.Got<StandingChanged>().Where(s => s.Owner == owner).Select(s => s.Standing);

    [Fact]
    public async Task Members_are_told_greeted_and_pinged()
    {
        await MeshOfThreeAsync();

        Assert.Equal([A, B, C], _around.Registry.Got<MemberUp>().Select(m => m.Member.Owner));
        Assert.Equal([true, false, false], _around.Registry.Got<MemberUp>().Select(m => m.Member.IsSelf));
        Assert.Equal(("left", "z1", "1.0"), _around.Peer(B.Address).Got<Hello>().Select(h => (h.Name, h.Zone, h.Version)).First());
        Assert.InRange(_around.Peer(B.Address).Got<Ping>().Count(), 2, 3);
        Assert.Contains(_around.Reports, r => r is MembershipReport.Others { Addresses.Count: 2 });
        Assert.Contains(_around.Reports, r => r is MembershipReport.Joined);
        Assert.Empty(_around.Registry.Got<StandingChanged>());
    }

    [Fact]
    public async Task Contact_cell_is_kept_fresh()
    {
        await MeshOfThreeAsync();
        await PassAsync(5, B);

        var contacts = _around.Registry.Got<MemberUp>().ToDictionary(m => m.Member.Owner, m => m.Contact);
        Assert.InRange(_time.Clock.GetElapsedTime(contacts[B].Timestamp), TimeSpan.Zero, TimeSpan.FromSeconds(1.1));
        Assert.InRange(_time.Clock.GetElapsedTime(contacts[C].Timestamp), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Round_trips_words_and_evidence_are_noted_until_the_member_is_gone()
    {
        await MeshOfThreeAsync();
        Assert.NotNull(_sights.RoundTripTo(B));
        Assert.Null(_sights.RoundTripTo(A));
        Assert.Null(_sights.EvidenceOf(C));

        _membership.Tell(new ReachabilityReport(B, [C], []));
        _membership.Tell(new ReachabilityReport(new Owner("10.9.9.9:1", 9), [C], []));
        _membership.Tell(new ClusterProtocol.LinkDown(C.Address));
        await PassAsync(2, B);

        var word = Assert.Single(_sights.Words);
        Assert.Equal((B, C), (word.From, Assert.Single(word.Unreachable)));
        Assert.Equal(Causes.LinkBroken, _sights.EvidenceOf(C)?.Cause);

        _membership.Tell(new ClusterProtocol.Gone(C, InOrder: true));
        await SettleAsync();
        Assert.Null(_sights.EvidenceOf(C));
        Assert.Null(_sights.RoundTripTo(C));
    }

    [Fact]
    public async Task Answer_to_an_earlier_ping_says_nothing_of_the_way()
    {
        _membership.Tell(new ClusterProtocol.Members([Up(A), Up(B), Up(C)]));
        await PassAsync(3);
        var first = _around.Peer(B.Address).Got<Ping>().First();
        Assert.True(_around.Peer(B.Address).Got<Ping>().Count() > 1);

        _membership.Tell(new Pong(B, first.Number));
        await SettleAsync();

        Assert.Null(_sights.RoundTripTo(B));
    }

    [Fact]
    public async Task Member_is_known_by_its_introduction()
    {
        await MeshOfThreeAsync();

        _membership.Tell(new Hello(B, "right", "z2", "1.1", 7));
        await SettleAsync();

        var members = _around.Members.Current;
        Assert.Equal("right", members.Items.Single(m => m.Owner == B).Name);
        Assert.Equal("z2", members.Find(B)?.Zone);
    }

    [Fact]
    public async Task Broken_link_of_a_dead_member_is_told_to_all()
    {
        await MeshOfThreeAsync();
        _around.Ports[B.Address] = PortState.Refused;

        _membership.Tell(new ClusterProtocol.LinkDown(B.Address));
        await PassAsync(0.1, C);

        Assert.Equal([Standing.Suspect], StandingsOf(B));
        var accusation = Assert.Single(_around.Peer(C.Address).Got<Accusation>());
        Assert.Equal((B, Causes.LinkBroken, A.Address), (accusation.Accused, accusation.Evidence.Cause, accusation.Evidence.Observer));
    }

    [Fact]
    public async Task Broken_link_of_a_living_member_is_told_to_nobody()
    {
        await MeshOfThreeAsync();

        _membership.Tell(new ClusterProtocol.LinkDown(B.Address));
        await SettleAsync();
        Answer(B);
        await PassAsync(1, B, C);

        Assert.Empty(_around.Registry.Got<StandingChanged>());
        Assert.Empty(_around.Peer(C.Address).Got<Accusation>());
    }

    [Fact]
    public async Task Answer_to_a_ping_from_before_the_evidence_does_not_count()
    {
        await MeshOfThreeAsync();
        var early = _around.Peer(B.Address).Got<Ping>().Last();

        _membership.Tell(new ClusterProtocol.LinkDown(B.Address));
        _membership.Tell(new Pong(B, early.Number));
        await PassAsync(0.1, C);
        Assert.Equal([Standing.Suspect], StandingsOf(B));

        await PassAsync(1, B, C);
        Assert.Equal([Standing.Suspect, Standing.Confirmed], StandingsOf(B));
    }

    [Fact]
    public async Task Orderly_leaving_raises_no_suspicion()
    {
        await MeshOfThreeAsync();

        _membership.Tell(new ClusterProtocol.Members([Up(A), Up(B, phase: MemberPhase.Exiting), Up(C)]));
        _membership.Tell(new ClusterProtocol.LinkDown(B.Address));
        await PassAsync(1, C);
        _membership.Tell(new ClusterProtocol.Gone(B, InOrder: true));
        await SettleAsync();

        Assert.Empty(_around.Registry.Got<StandingChanged>());
        Assert.Equal(Causes.MemberLeft, Assert.Single(_around.Registry.Got<MemberRemoved>()).Evidence.Cause);
    }

    [Fact]
    public async Task Paused_node_judges_nobody_until_it_has_recovered()
    {
        await MeshOfThreeAsync();

        _time.Advance(TimeSpan.FromSeconds(30), step: TimeSpan.FromSeconds(30));
        _membership.Tell(new ClusterProtocol.LinkDown(B.Address));
        _membership.Tell(new ClusterProtocol.Members([Up(A), Up(B, gone: true), Up(C, gone: true)]));
        await PassAsync(1, C);
        Assert.Empty(_around.Registry.Got<StandingChanged>());

        await PassAsync(3, C);
        Assert.Equal([Standing.Unreachable], StandingsOf(B));
        Assert.Empty(StandingsOf(C));
        Assert.DoesNotContain(_around.Orders, o => o.StartsWith("down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Majority_removes_a_silent_member_once_the_witness_agrees()
    {
        await MeshOfThreeAsync();
        _membership.Tell(new ClusterProtocol.Members([Up(A), Up(B), Up(C, gone: true)]));
        _membership.Tell(new ReachabilityReport(B, [C], [C]));

        for (var i = 0; i < 7; i++)
        {
            await PassAsync(1, B);
            _membership.Tell(new ReachabilityReport(B, [C], [C]));
        }

        Assert.DoesNotContain(_around.Orders, o => o == $"down {C.Address}");
        Assert.Contains(_around.Peer(B.Address).Got<ReachabilityReport>(), s => s.Unreachable.Contains(C) && s.Heard.Count == 0);

        _membership.Tell(new ReachabilityReport(B, [C], []));
        await PassAsync(0.5, B);
        Assert.Contains($"down {C.Address}", _around.Orders);
    }

    [Fact]
    public async Task Restarted_peer_convicts_its_old_incarnation_by_its_knock()
    {
        await MeshOfThreeAsync();

        _membership.Tell(new Knock(new Owner(B.Address, 99), Terms, false, null));
        await PassAsync(0.1, C);

        Assert.Equal([Standing.Suspect], StandingsOf(B));
        _membership.Tell(new ClusterProtocol.Gone(B, InOrder: false));
        await SettleAsync();
        Assert.Equal(Causes.NodeRestarted, Assert.Single(_around.Registry.Got<MemberRemoved>()).Evidence.Cause);
    }

    [Fact]
    public async Task Ended_incarnation_says_so_once_and_leaves_the_view_as_it_was()
    {
        await MeshOfThreeAsync();

        _membership.Tell(new ClusterProtocol.Quarantined(B.Address));
        _membership.Tell(new ClusterProtocol.Gone(B, InOrder: false));
        _membership.Tell(new ClusterProtocol.Members([]));
        _membership.Tell(ClusterProtocol.Ended.Instance);
        await SettleAsync();

        var report = Assert.Single(_around.Reports.OfType<MembershipReport.MustRejoin>());
        Assert.Equal([B.Address], report.Contacts);
        Assert.False(report.CanLeave);
        Assert.Empty(_around.Registry.Got<MemberRemoved>());
    }

    [Fact]
    public async Task Follower_that_asks_gets_members_and_standings()
    {
        await MeshOfThreeAsync();
        _membership.Tell(new ClusterProtocol.LinkDown(B.Address));
        await PassAsync(0.1, C);

        _membership.Tell(Follow.Instance, TestActor);

        Assert.Equal(A, (await ExpectMsgAsync<MemberUp>()).Member.Owner);
        Assert.Equal(B, (await ExpectMsgAsync<MemberUp>()).Member.Owner);
        Assert.Equal(Standing.Suspect, (await ExpectMsgAsync<StandingChanged>()).Standing);
        Assert.Equal(C, (await ExpectMsgAsync<MemberUp>()).Member.Owner);
    }

    [Fact]
    public async Task Caller_that_was_refused_makes_the_owner_answer_for_itself()
    {
        await MeshOfThreeAsync();

        _membership.Tell(new Refused(B, new(Causes.ConnectionRefused, A.Address, "refused")));
        await PassAsync(0.2, C);
        _membership.Tell(new Heard(B));
        await SettleAsync();
        Assert.Equal([Standing.Suspect], StandingsOf(B));

        Answer(B);
        await SettleAsync();
        Assert.Equal([Standing.Suspect, Standing.Confirmed], StandingsOf(B));
    }
}
