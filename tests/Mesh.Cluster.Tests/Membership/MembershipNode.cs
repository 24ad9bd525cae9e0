using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Links;
using Mesh.Membership;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Cluster.Tests.Membership;

/// <summary>An ActorSystem with nothing but membership in it, whose followers and owner are watched.</summary>
internal sealed partial class MembershipNode : IAsyncDisposable
{
    // A crash here is an ActorSystem that ends without leaving the cluster; its sockets are closed with it.
    private const string NoGoodbye = """
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.loggers = ["Mesh.Cluster.Tests.Membership.CapturingLogger, Mesh.Cluster.Tests"]
        """;

    private readonly ActorSystem _system;

    private MembershipNode(ActorSystem system, MembershipSettings settings)
    {
        _system = system;
        var follower = system.ActorOf(Props.Create(() => new Sink(Told)), "follower");
        system.ActorOf(Props.Create(() => new Guardian(settings, follower, Members, Reports)), MeshNames.Guardian);
        Owner = OwnerAddress.Of(Akka.Cluster.Cluster.Get(system).SelfUniqueAddress);
    }

    public Owner Owner { get; }

    public string Address => Owner.Address;

    /// <summary>What registry and replication are told.</summary>
    public Watched<object> Told { get; } = new();

    public Watched<MembershipReport> Reports { get; } = new();

    /// <summary>What the node's doors would read.</summary>
    public PublishedMembers Members { get; } = new();

    public Watched<string> Log => CapturingLogger.Of(_system);

    public ActorSystem System => _system;

    public ActorSelection Membership => _system.ActorSelection(MeshNames.MembershipPath);

    public static MembershipNode Start(
        IEnumerable<string>? seeds = null, string meshName = "mesh", int port = 0, IEnumerable<string>? known = null,
        Action<MeshOptions>? change = null, Config? config = null)
    {
        var options = new MeshOptions { MeshName = meshName, Port = port, StableAfter = TimeSpan.FromSeconds(1) };
        foreach (var seed in seeds ?? [])
            options.Seeds.Add(seed);
        change?.Invoke(options);
        var hocon = ConfigurationFactory.ParseString(NoGoodbye).WithFallback(MeshHocon.For(options));
        var setup = ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(config is null ? hocon : config.WithFallback(hocon)), MeshLogFilter.Setup);
        if (MeshTransportSetup.Of(options.Tls) is { } tls)
            setup = setup.And(tls);
        var system = ActorSystem.Create(MeshNames.ActorSystem, setup);
        return new MembershipNode(system, MembershipSettings.From(options, known ?? []));
    }

    /// <summary>Until this node takes exactly these nodes for members that are up, itself included.</summary>
    public Task SeesAsync(params MembershipNode[] nodes)
    {
        var wanted = nodes.Select(n => n.Owner).ToHashSet();
        return Told.UntilAsync($"{Address} sees {nodes.Length} members", seen => wanted.SetEquals(UpNow(seen)));
    }

    /// <summary>Until a member is shown so to this node's doors.</summary>
    public async Task ShowsAsync(string phase, Func<MeshMember, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Patience.Limit);
        try
        {
            await foreach (var members in Members.Watch(deadline.Token))
            {
                if (members.Items.Any(condition))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{phase}: not seen, but {string.Join(", ", Members.Current.Items)}");
        }
    }

    /// <summary>Until this node has taken the other one for that, which may have passed since.</summary>
    public Task HadStandingAsync(MembershipNode other, Standing standing) => Told.UntilAsync(
        $"{Address} takes {other.Address} for {standing}",
        seen => seen.OfType<MembershipProtocol.StandingChanged>().Any(s => s.Owner == other.Owner && s.Standing == standing));

    /// <summary>Until this node says that nobody has answered for at least so long: it says so after a round of knocking only.</summary>
    public Task UnansweredAsync(int seconds) => Reports.OneAsync<MembershipReport.Joining>(
        $"{Address} has no answer for {seconds} s",
        r => NoAnswer().Match(r.Detail) is { Success: true } said && int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture) >= seconds);

    public Task LeaveAsync() => CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);

    /// <summary>Ends without a word to the others.</summary>
    public Task CrashAsync() => _system.Terminate();

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private static HashSet<Owner> UpNow(IEnumerable<object> seen)
    {
        var up = new HashSet<Owner>();
        foreach (var message in seen)
        {
            if (message is MembershipProtocol.MemberUp { Member.Owner: var came })
                up.Add(came);
            else if (message is MembershipProtocol.MemberRemoved { Owner: var gone })
                up.Remove(gone);
        }

        return up;
    }

    [GeneratedRegex("no answer for ([0-9]+) s")]
    private static partial Regex NoAnswer();

    private sealed class Sink : ReceiveActor
    {
        public Sink(Watched<object> told) => ReceiveAny(told.Add);
    }

    private sealed class Guardian : ReceiveActor
    {
        public Guardian(
            MembershipSettings settings, IActorRef follower, PublishedMembers members, Watched<MembershipReport> reports) =>
            Context.ActorOf(
                MembershipActor.Props(settings, Context.System, LinkGreeter.Of(Context.System, TimeProvider.System), [follower], members, reports.Add, TimeProvider.System),
                MeshNames.Membership);
    }
}
