using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Remote;

/// <summary>
/// Keeps the entry of one remote service as its gateway tells it. A gateway that says less than is known, because it
/// began anew, does not make the node forget before the answer is too old.
/// </summary>
internal sealed class RemoteServiceWriter(RemoteService entry, SelectionContext selection, RemoteSettings settings)
{
    private ValueList<InstanceView> _items = [];
    private string _origin = "";
    private RemoteState _told = RemoteState.Asking;
    private TimeSpan _heardAt;
    private OwnerContact? _contact;
    private bool _hasAnswer;

    public RemoteService Entry { get; } = entry;

    /// <summary>What the gateway last told, for it to know; 0 after a change of gateways.</summary>
    public long Version { get; private set; }

    /// <summary>The gateway that is asked; its versions count.</summary>
    public string? Gateway { get; private set; }

    public void AskAt(string? gateway)
    {
        if (Gateway == gateway)
            return;
        Gateway = gateway;
        Version = 0;
    }

    /// <param name="timestamp">Now, as a timestamp of the local clock.</param>
    public void Take(RemoteProtocol.Imported told, ServicePolicy policy, TimeSpan now, long timestamp)
    {
        if (told.IsSame && told.Version != Version)
            return;
        // A gateway that is still asking knows less than what is held here.
        if (told.State is RemoteState.Asking && _told is not RemoteState.Asking && State(now, hasGateway: true) is not RemoteState.None)
            return;
        if (!told.IsSame)
            (_items, Version) = (told.Items, told.Version);
        if (_contact is null || told.Origin != _origin)
            _contact = new OwnerContact(timestamp);
        (_origin, _told, _heardAt) = (told.Origin, told.State, now - told.Age);
        _contact.Heard(timestamp - (long)(told.Age.TotalSeconds * selection.Time.TimestampFrequency));
        Show(policy, now, hasGateway: true);
    }

    /// <summary>Publishes what has changed, by what was told or by time alone.</summary>
    public void Show(ServicePolicy policy, TimeSpan now, bool hasGateway)
    {
        var state = State(now, hasGateway);
        var (name, hub, status) = (Entry.Name.Service, Entry.Hub, new RemoteStatus(state, _origin));
        var before = hub.Snapshot.Find(name.Value);
        var after = RemoteChanges.Views(_origin, state, _items);
        var isAnswer = state is RemoteState.Live or RemoteState.Stale or RemoteState.None;
        var isReset = isAnswer && (!_hasAnswer || Entry.Status.Origin != _origin);
        var old = before?.Instances ?? [];
        var revision = RevisionClock.Next(hub.Snapshot.Revision);
        var changes = RemoteChanges.Between(name, old, after, isReset, revision);
        _hasAnswer |= isAnswer;
        Entry.Status = status;
        if (changes.IsEmpty && (before is null || before.Policy == policy))
            return;
        hub.Publish(Snapshot(name, revision, after, policy, before), changes);
    }

    private RemoteState State(TimeSpan now, bool hasGateway) => _told switch
    {
        RemoteState.Asking when !hasGateway => RemoteState.NoGateway,
        RemoteState.Live or RemoteState.Stale => Freshness.Later(_told, now - _heardAt, settings),
        _ => _told,
    };

    private CatalogSnapshot Snapshot(
        ServiceName name, long revision, ImmutableArray<InstanceView> views, ServicePolicy policy, ServiceView? before)
    {
        var services = ImmutableDictionary<string, ServiceView>.Empty;
        if (!views.IsEmpty)
        {
            var set = EndpointSet.Build(views, policy, selection, before?.Endpoints);
            services = services.Add(name.Value, new ServiceView(name, revision, views, policy, set));
        }

        var contacts = ImmutableDictionary<Owner, OwnerContact>.Empty;
        return new CatalogSnapshot(
            revision, services, _contact is null ? contacts : contacts.Add(Owner.OfMesh(_origin), _contact));
    }
}
