using Mesh.Catalog;
using Mesh.Registry;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The registry's replies and events. Those that list may be large.</summary>
internal static class RegistryRepliesWire
{
    public static IEnumerable<WireEntry> Entries => [.. Outcomes, .. Settings, .. Lists, .. Refusals];

    private static IEnumerable<WireEntry> Outcomes =>
    [
        WireEntry.Of<RegistryProtocol.Registered, P.Registered>(
            WireManifests.Registered,
            m => new()
            {
                Key = m.Key.ToWire(),
                Revision = m.Revision,
                ConfirmedBy = m.ConfirmedBy,
                Reached = m.Reached,
                Claim = m.Claim,
            },
            p => new(CatalogWire.FromWire(p.Key), p.Revision, p.ConfirmedBy, p.Reached) { Claim = p.Claim }),
        AtKey<RegistryProtocol.Deregistered>(
            WireManifests.Deregistered, m => (m.Key, m.Revision), (key, revision) => new(key, revision)),
        AtKey<RegistryProtocol.Renewed>(
            WireManifests.Renewed, m => (m.Key, m.Revision), (key, revision) => new(key, revision)),
        AtKey<RegistryProtocol.StatusSet>(
            WireManifests.StatusSet, m => (m.Key, m.Revision), (key, revision) => new(key, revision)),
        AtKey<RegistryProtocol.CheckUpdated>(
            WireManifests.CheckUpdated, m => (m.Key, m.Revision), (key, revision) => new(key, revision)),
        AtKey<RegistryProtocol.ChecksChanged>(
            WireManifests.ChecksChanged, m => (m.Key, m.Revision), (key, revision) => new(key, revision)),
        WireEntry.Of<RegistryProtocol.CheckNotFound, P.CheckNotFound>(
            WireManifests.CheckNotFound,
            m => new() { Key = m.Key.ToWire(), CheckId = m.CheckId, Revision = m.Revision },
            p => new(CatalogWire.FromWire(p.Key), p.CheckId, p.Revision)),
        AtKey<RegistryProtocol.InstanceNotFound>(
            WireManifests.InstanceNotFound, m => (m.Key, m.Revision), (key, revision) => new(key, revision)),
        WireEntry.Of<RegistryProtocol.Drained, P.Drained>(
            WireManifests.Drained,
            m => new() { Key = m.Key.ToWire(), Confirmed = { m.Confirmed }, Unconfirmed = { m.Unconfirmed } },
            p => new(CatalogWire.FromWire(p.Key), ValueList.From(p.Confirmed), ValueList.From(p.Unconfirmed))),
    ];

    private static IEnumerable<WireEntry> Settings =>
    [
        AtService<RegistryProtocol.PolicySet>(
            WireManifests.PolicySet, m => (m.Service, m.Revision), (service, revision) => new(service, revision)),
        WireEntry.Of<RegistryProtocol.Policy, P.Policy>(
            WireManifests.Policy,
            m => new() { Service = m.Service.Value, Value = m.Value.ToWire(), Revision = m.Revision },
            p => new(CatalogWire.Service(p.Service), SelectionWire.FromWire(p.Value), p.Revision)),
        WireEntry.Of<RegistryProtocol.Subscribed, P.AtRevision>(
            WireManifests.Subscribed, m => new() { Revision = m.Revision }, p => new(p.Revision)),
        WireEntry.Of<RegistryProtocol.Unsubscribed, P.AtRevision>(
            WireManifests.Unsubscribed, m => new() { Revision = m.Revision }, p => new(p.Revision)),
    ];

    private static IEnumerable<WireEntry> Lists =>
    [
        WireEntry.Of<RegistryProtocol.Instances, P.Instances>(
            WireManifests.Instances,
            m => new()
            {
                Service = m.Service.Value,
                Revision = m.Revision,
                Age = m.Age.Ticks,
                Items = { m.Items.Select(CatalogWire.ToWire) },
            },
            p => new(
                CatalogWire.Service(p.Service), p.Revision, TimeSpan.FromTicks(p.Age), CatalogWire.FromWire(p.Items)),
            WireLimits.State),
        WireEntry.Of<RegistryProtocol.Services, P.Services>(
            WireManifests.Services,
            m => new() { Revision = m.Revision, Items = { m.Items.Select(CatalogWire.ToWire) } },
            p => new(p.Revision, ValueList.From(p.Items.Select(CatalogWire.FromWire))),
            WireLimits.State),
        WireEntry.Of<RegistryProtocol.Selected, P.Selected>(
            WireManifests.Selected,
            m => new()
            {
                Service = m.Service.Value,
                Revision = m.Revision,
                Items = { m.Items.Select(CatalogWire.ToWire) },
            },
            p => new(CatalogWire.Service(p.Service), p.Revision, CatalogWire.FromWire(p.Items)),
            WireLimits.State),
        WireEntry.Of<RegistryProtocol.Explanation, P.Explanation>(
            WireManifests.Explanation,
            m => new() { Key = m.Key.ToWire(), Events = { m.Events.Select(CatalogWire.ToWire) } },
            p => new(CatalogWire.FromWire(p.Key), ValueList.From(p.Events.Select(CatalogWire.FromWire))),
            WireLimits.State),
        WireEntry.Of<RegistryProtocol.Changed, P.Changed>(
            WireManifests.Changed,
            m => new() { Revision = m.Revision, Changes = { m.Changes.Select(CatalogWire.ToWire) } },
            p => new(p.Revision, ValueList.From(p.Changes.Select(CatalogWire.FromWire))),
            WireLimits.State),
    ];

    private static IEnumerable<WireEntry> Refusals =>
    [
        AtService<RegistryProtocol.NothingToSelect>(
            WireManifests.NothingToSelect, m => (m.Service, m.Revision), (service, revision) => new(service, revision)),
        WireEntry.Of<RegistryProtocol.Rejected, P.Rejected>(
            WireManifests.Rejected,
            m => new() { Faults = { m.Faults.Select(CatalogWire.ToWire) } },
            p => new(ValueList.From(p.Faults.Select(CatalogWire.FromWire)))),
        WireEntry.Of<RegistryProtocol.Unavailable, P.Unavailable>(
            WireManifests.Unavailable, m => new() { Reason = m.Reason }, p => new(p.Reason)),
    ];

    private static WireEntry AtKey<T>(
        string manifest, Func<T, (InstanceKey Key, long Revision)> write, Func<InstanceKey, long, T> read)
        where T : class, IWireMessage => WireEntry.Of<T, P.KeyAtRevision>(
        manifest,
        m =>
        {
            var (key, revision) = write(m);
            return new() { Key = key.ToWire(), Revision = revision };
        },
        p => read(CatalogWire.FromWire(p.Key), p.Revision));

    private static WireEntry AtService<T>(
        string manifest, Func<T, (ServiceName Service, long Revision)> write, Func<ServiceName, long, T> read)
        where T : class, IWireMessage => WireEntry.Of<T, P.ServiceAtRevision>(
        manifest,
        m =>
        {
            var (service, revision) = write(m);
            return new() { Service = service.Value, Revision = revision };
        },
        p => read(CatalogWire.Service(p.Service), p.Revision));
}
