using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Mesh.Hosting;
using Mesh.Membership;

namespace Mesh.Client.Runtime;

/// <summary>One ActorSystem with the actors of a node in it, and what they report.</summary>
internal sealed class MeshSession : IMeshSession
{
    private readonly IAsyncDisposable _services;
    private readonly ActorSystem _system;
    private readonly ClusterTransport _transport;
    private readonly TimeProvider _time;
    private readonly CoordinatedShutdown _shutdown;
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ImmutableHashSet<string> _known = [];
    private volatile string? _leaving;
    private volatile bool _removed;

    public MeshSession(
        IAsyncDisposable services, ActorSystem system, ClusterTransport transport, TimeProvider time)
    {
        _services = services;
        _system = system;
        _transport = transport;
        _time = time;
        // Asked for now: a system that has ended gives none.
        _shutdown = CoordinatedShutdown.Get(system);
        SelfAddress = OwnerAddress.Text(Cluster.Get(system).SelfAddress);
        Port = Cluster.Get(system).SelfAddress.Port ?? 0;
    }

    public string SelfAddress { get; }

    public int Port { get; }

    public Task<SessionEnd> Ended => _ended.Task;

    public IReadOnlyCollection<string> KnownMembers => _known;

    public async Task BeginAsync(MeshSetup parts)
    {
        _ = _system.WhenTerminated.ContinueWith(_ => End(), TaskScheduler.Default);
        await _system.StartMeshAsync(parts with { Report = On, Broken = Lose });
        _transport.Attach(_system, SelfAddress);
    }

    public async Task StopAsync(TimeSpan limit)
    {
        _transport.Detach();
        try
        {
            // A removed incarnation has nobody left to take leave of.
            if (limit > TimeSpan.Zero && !_removed)
                await _shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(limit, _time);
        }
        catch (TimeoutException)
        {
            // Without order, then.
        }

        if (!_system.WhenTerminated.IsCompleted)
            ((ExtendedActorSystem)_system).Abort();
        await Task.WhenAny(_system.WhenTerminated, Task.Delay(TimeSpan.FromSeconds(10), _time));
        await _services.DisposeAsync();
    }

    /// <summary>On an actor's thread.</summary>
    private void On(MembershipReport report)
    {
        switch (report)
        {
            case MembershipReport.Leaving leaving:
                _leaving = leaving.Reason;
                break;
            case MembershipReport.Left left:
                _ended.TrySetResult(new SessionEnd(SessionEndKind.Left, left.Reason));
                break;
            case MembershipReport.Others others:
                _known = [.. others.Addresses];
                break;
            case MembershipReport.MustRejoin rejoin:
                _known = _known.Union(rejoin.Contacts);
                _removed = !rejoin.CanLeave;
                Lose(rejoin.Reason);
                break;
        }
    }

    private void End() => _ended.TrySetResult(SessionEnd.OfTerminated(
        _shutdown.ShutdownReason is CoordinatedShutdown.ClusterLeavingReason, _leaving));

    private void Lose(string reason) => _ended.TrySetResult(new SessionEnd(SessionEndKind.Lost, reason));
}
