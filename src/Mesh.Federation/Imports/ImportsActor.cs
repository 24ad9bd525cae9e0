using Akka.Actor;
using Akka.Event;
using Mesh.Federation.Link;
using Mesh.Federation.Overlay;
using Mesh.Remote;

namespace Mesh.Federation.Imports;

/// <summary>
/// Follows services of other meshes for the nodes of its own; child of /user/mesh on gateways. One stream for each remote
/// service, however many nodes follow it. A restart closes the streams; the nodes ask again within seconds and keep what
/// they have meanwhile.
/// </summary>
internal sealed class ImportsActor : ReceiveActor, IWithTimers, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly FederationServices _federation;
    private readonly RemoteSettings _settings;
    private readonly TimeProvider _time;
    private readonly string _asker;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Dictionary<RemoteName, Import> _imports = [];
    private readonly ImportFollowers<IActorRef> _followers;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public ImportsActor(FederationServices federation, string asker, TimeProvider time)
    {
        _federation = federation;
        _settings = federation.Settings;
        _asker = asker;
        _time = time;
        _followers = new(_settings.FollowLease);
        Receive<RemoteProtocol.Follow>(On);
        Receive<Located>(On);
        Receive<LinkEventArrived>(On);
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="asker">Stands for this gateway; spreads gateways over those of other meshes.</param>
    public static Props Props(FederationServices federation, string asker, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new ImportsActor(federation, asker, time));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Interval);

    /// <summary>Called when the actor ends: ends the streams, and searches that are under way.</summary>
    public void Dispose()
    {
        foreach (var import in _imports.Values)
            import.Dispose();
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private Moment Now => Moment.Now(_time);

    private void On(RemoteProtocol.Follow follow)
    {
        var now = Now;
        var items = follow.Items.Take(_settings.MaxServices).ToArray();
        _followers.Set(Sender, items, now.At);
        foreach (var item in items)
        {
            if (!_imports.TryGetValue(item.Name, out var import))
                import = Begin(item.Name, now);
            if (import is null)
                continue;
            Sender.Tell(ImportMapping.ToImported(import.State, item.Version, now), Self);
        }

        foreach (var item in items.Where(i => _imports.ContainsKey(i.Name)))
            _imports[item.Name].TellAt = now.At + _settings.Heartbeat;
    }

    private Import? Begin(RemoteName name, Moment now)
    {
        if (_imports.Count >= _settings.MaxServices)
        {
            _log.Warning("{Name} is not imported: {Max} remote services are followed already", name, _settings.MaxServices);
            return null;
        }

        var (state, effects) = ImportState.Begin(name, _settings, now);
        var import = new Import { State = state };
        _imports[name] = import;
        Perform(import, effects);
        return import;
    }

    private void On(Located located)
    {
        if (!_imports.TryGetValue(located.Name, out var import))
            return;
        Step(import, located.Found is { } found
            ? new ImportInput.Located(ImportMapping.Candidates(located.Name, found, _federation.Overlay.Self?.MeshId, _asker))
            : ImportInput.NotLocated.Instance);
    }

    private void On(LinkEventArrived said)
    {
        if (said.Event is LinkEvent.Lost lost)
            _log.Debug("{Name}: stream {Stream} ended: {Reason}", said.Name, said.Stream, lost.Reason);
        if (_imports.TryGetValue(said.Name, out var import))
            Step(import, new ImportInput.Heard(said.Stream, said.Event));
    }

    private void OnTick()
    {
        var now = Now;
        _followers.Expire(now.At);
        foreach (var (name, import) in _imports.ToArray())
        {
            if (!_followers.Wants(name))
            {
                import.Dispose();
                _imports.Remove(name);
                continue;
            }

            Step(import, ImportInput.Tick.Instance);
        }
    }

    private void Step(Import import, ImportInput input)
    {
        var (before, now) = (import.State, Now);
        var (next, effects) = before.Step(input, now);
        var (was, asBefore) = (import.Told, next.Version == before.Version);
        import.State = next;
        import.Told = next.State(now);
        Perform(import, effects);
        // Only now: a stream that has moved to the gateway that stood by holds its connection.
        import.StandBy(_federation.Link, next.Standby);
        // Ages go out from time to time, changes at once.
        if (asBefore && was == import.Told && now.At < import.TellAt)
            return;
        import.TellAt = now.At + _settings.Heartbeat;
        foreach (var (to, has) in _followers.Tell(import.State.Name, import.State.Version))
            to.Tell(ImportMapping.ToImported(import.State, has, now), Self);
    }

    private void Perform(Import import, IEnumerable<ImportEffect> effects)
    {
        var name = import.State.Name;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case ImportEffect.Locate:
                    FindAsync(name, import.State.WantsAll).PipeTo(
                        Self, Self, found => new Located(name, found), _ => new Located(name, null));
                    break;
                case ImportEffect.Open open:
                    _log.Debug("{Name}: asking {Gateway}", name, open.Candidate.Address);
                    _ = ListenAsync(name, open, Self, import.NewStream());
                    break;
                case ImportEffect.Close:
                    import.Close();
                    break;
            }
        }
    }

    /// <summary>
    /// First what is fast, the mesh by its name or the first mesh that exports the service; else all that export it. Null:
    /// nobody could be asked.
    /// </summary>
    private async Task<IReadOnlyList<FoundMesh>?> FindAsync(RemoteName name, bool wantsAll)
    {
        var service = new OverlaySubject.Service(name.Service.Value);
        if (!wantsAll)
        {
            var own = _federation.Overlay.Self?.MeshId;
            OverlaySubject quick = name.IsAny ? service : new OverlaySubject.MeshNamed(name.Mesh);
            var first = await _federation.Overlay.FindAsync(quick, FindMode.First, _settings.Find, _stopped.Token);
            if (first is KademliaProtocol.Found found && found.Meshes.Any(m => m.MeshId != own))
                return found.Meshes;
        }

        var all = await _federation.Overlay.FindAsync(service, FindMode.All, _settings.Find, _stopped.Token);
        return all is KademliaProtocol.Found some ? some.Meshes : null;
    }

    private async Task ListenAsync(RemoteName name, ImportEffect.Open open, IActorRef self, CancellationToken cancellation)
    {
        try
        {
            await foreach (var said in _federation.Link.SubscribeAsync(open.Candidate, name.Service, cancellation))
                self.Tell(new LinkEventArrived(name, open.Stream, said));
            self.Tell(new LinkEventArrived(name, open.Stream, new LinkEvent.Lost("the stream ended")));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Closed from here.
        }
        catch (Exception trouble)
        {
            self.Tell(new LinkEventArrived(name, open.Stream, new LinkEvent.Lost(trouble.Message)));
        }
    }

    private sealed record Located(RemoteName Name, IReadOnlyList<FoundMesh>? Found) : INoSerializationVerificationNeeded;

    private sealed record LinkEventArrived(RemoteName Name, int Stream, LinkEvent Event) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Tick Instance = new();
    }
}
