using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Remote;

/// <summary>
/// Keeps what this process reads of other meshes; child of /user/mesh on every node. It asks gateways of its own mesh,
/// again every few seconds, and lets what they do not confirm grow old. A restart loses nothing: the entries are in the
/// remote hub.
/// </summary>
internal sealed class RemoteActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly MeshHub _hub;
    private readonly RemoteCatalog _remote;
    private readonly Owner _self;
    private readonly SelectionContext _selection;
    private readonly RemoteSettings _settings;
    private readonly TimeProvider _time;
    private readonly Dictionary<RemoteName, RemoteServiceWriter> _mirrors = [];
    private Action? _looked;
    private ImmutableArray<Owner> _gateways = [];
    private CatalogSnapshot? _seen;
    private TimeSpan _renewAt;

    public RemoteActor(
        MeshHub hub, RemoteCatalog remote, Owner self, SelectionContext selection, RemoteSettings settings, TimeProvider time)
    {
        _hub = hub;
        _remote = remote;
        _self = self;
        // Instances of other meshes may have the names of own ones; their loads are apart.
        _selection = selection with { Loads = new EndpointLoads() };
        _settings = settings;
        _time = time;
        Receive<RemoteProtocol.Look>(_ => Look(isDue: false));
        Receive<RemoteProtocol.Imported>(On);
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        MeshHub hub, RemoteCatalog remote, Owner self, SelectionContext selection, RemoteSettings settings, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new RemoteActor(hub, remote, self, selection, settings, time));

    protected override void PreStart()
    {
        var self = Self;
        _looked = () => self.Tell(RemoteProtocol.Look.Instance);
        _remote.Looked += _looked;
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.Zero, Interval);
    }

    protected override void PostStop() => _remote.Looked -= _looked;

    private TimeSpan Now => _time.GetElapsedTime(0);

    private void OnTick()
    {
        var timestamp = _time.GetTimestamp();
        foreach (var entry in _remote.Entries)
        {
            if (entry.IsWatched || _time.GetElapsedTime(entry.ReadAt, timestamp) <= _settings.Idle)
                continue;
            _remote.Forget(entry.Name);
            _mirrors.Remove(entry.Name);
        }

        var isDue = Now >= _renewAt;
        if (isDue)
            _renewAt = Now + _settings.Renew;
        Look(isDue);
        foreach (var mirror in _mirrors.Values)
            mirror.Show(PolicyOf(mirror.Entry.Name.Service), Now, hasGateway: !_gateways.IsEmpty);
    }

    /// <summary>Asks the gateways: all of them when it is time to renew, else those from which something new is wanted.</summary>
    private void Look(bool isDue)
    {
        if (!ReferenceEquals(_seen, _hub.Snapshot))
        {
            _seen = _hub.Snapshot;
            _gateways = GatewayChoice.Of(_seen);
        }

        var asked = isDue ? _gateways.ToHashSet() : [];
        var wanted = new Dictionary<Owner, List<RemoteProtocol.Wanted>>();
        foreach (var entry in _remote.Entries)
        {
            if (!_mirrors.TryGetValue(entry.Name, out var mirror) || mirror.Entry != entry)
                _mirrors[entry.Name] = mirror = new RemoteServiceWriter(entry, _selection, _settings);
            var gateway = GatewayChoice.For(entry.Name, _self, _gateways);
            if (mirror.Gateway != gateway?.ToString() && gateway is not null)
                asked.Add(gateway);
            mirror.AskAt(gateway?.ToString());
            if (gateway is null)
                continue;
            if (!wanted.TryGetValue(gateway, out var items))
                wanted[gateway] = items = [];
            items.Add(new RemoteProtocol.Wanted(entry.Name, mirror.Version));
        }

        foreach (var (gateway, items) in wanted.Where(w => asked.Contains(w.Key)))
        {
            Context.PeerSelection(gateway, MeshNames.ImportsPath)
                .Tell(new RemoteProtocol.Follow(ValueList.From(items)), Self);
        }
    }

    private void On(RemoteProtocol.Imported told)
    {
        if (_mirrors.TryGetValue(told.Name, out var mirror))
            mirror.Take(told, PolicyOf(told.Name.Service), Now, _time.GetTimestamp());
    }

    /// <summary>Callers choose by their own mesh's policy for a service of that name.</summary>
    private ServicePolicy PolicyOf(ServiceName service) =>
        _hub.Policies.Entries.TryGetValue(service, out var entry) ? entry.Policy : ServicePolicy.Default;

    private sealed record Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Tick Instance = new();
    }
}
