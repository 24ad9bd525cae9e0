using Akka.Actor;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Registry;

/// <summary>
/// Gathers what the nodes know of one instance and answers with one story; a short-lived child of the registry. Who
/// does not answer in time is left out and named. A restart loses the question; the asker times out.
/// </summary>
internal sealed class ExplainActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    private readonly InstanceKey _key;
    private readonly IActorRef _asker;
    private readonly TimeProvider _time;
    private readonly HashSet<Owner> _missing;
    private readonly List<CatalogEvent> _events = [];

    public ExplainActor(
        InstanceKey key, IActorRef asker, ValueList<CatalogEvent> own, IReadOnlyList<Owner> others, TimeProvider time)
    {
        _key = key;
        _asker = asker;
        _time = time;
        _events.AddRange(own);
        _missing = [.. others];
        Receive<RegistryPeerProtocol.Events>(On);
        Receive<TimeUp>(_ => Finish());
        foreach (var member in others)
        {
            Context.PeerSelection(member, MeshNames.RegistryPath)
                .Tell(new RegistryPeerProtocol.GetEvents(key));
        }
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="own">What the asking node itself knows.</param>
    public static Props Props(
        InstanceKey key, IActorRef asker, ValueList<CatalogEvent> own, IReadOnlyList<Owner> others, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new ExplainActor(key, asker, own, others, time));

    protected override void PreStart()
    {
        if (_missing.Count == 0)
            Finish();
        else
            Timers.StartSingleTimer(nameof(TimeUp), TimeUp.Instance, Patience);
    }

    private void On(RegistryPeerProtocol.Events answer)
    {
        if (!_missing.Remove(answer.From))
            return;
        _events.AddRange(answer.Items);
        if (_missing.Count == 0)
            Finish();
    }

    private void Finish()
    {
        foreach (var silent in _missing.Order())
        {
            _events.Add(new CatalogEvent(
                _time.GetUtcNow(), _key, "no answer", new Evidence(Causes.Unreachable, silent.Address, "did not say what it knows")));
        }

        var known = _events.Exists(e => e.Change != "no answer");
        _asker.Tell(known
            ? new RegistryProtocol.Explanation(_key, ValueList.From(EventTimeline.Merge(_events)))
            : new RegistryProtocol.InstanceNotFound(_key, 0));
        Context.Stop(Self);
    }

    private sealed record TimeUp : INoSerializationVerificationNeeded
    {
        public static readonly TimeUp Instance = new();
    }
}
