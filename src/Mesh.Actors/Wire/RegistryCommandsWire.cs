using Mesh.Catalog;
using Mesh.Registry;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The registry's commands and queries.</summary>
internal static class RegistryCommandsWire
{
    public static IEnumerable<WireEntry> Entries => [.. Commands, .. Queries, .. Checks];

    private static IEnumerable<WireEntry> Commands =>
    [
        WireEntry.Of<RegistryProtocol.Register, P.Register>(
            WireManifests.Register,
            m => new()
            {
                Instance = m.Instance.ToWire(),
                Consistency = (P.Consistency)m.Consistency,
                Deadline = m.Deadline.Ticks,
                KeepsChecks = m.KeepsChecks,
                Restores = m.Restores,
            },
            p => new(
                InstanceWire.Read(p.Instance.Span),
                WireEnums.Consistency((long)p.Consistency),
                TimeSpan.FromTicks(p.Deadline))
            {
                KeepsChecks = p.KeepsChecks,
                Restores = p.Restores,
            }),
        WireEntry.Of<RegistryProtocol.Deregister, P.Deregister>(
            WireManifests.Deregister,
            m => new() { Key = m.Key.ToWire(), Evidence = m.Evidence.ToWire(), Claim = m.Claim },
            p => new(CatalogWire.FromWire(p.Key), CatalogWire.FromWire(p.Evidence)) { Claim = p.Claim }),
        WireEntry.Of<RegistryProtocol.Renew, P.Renew>(
            WireManifests.Renew,
            m => new() { Key = m.Key.ToWire(), Status = (P.InstanceStatus)m.Status, Note = m.Note },
            p => new(CatalogWire.FromWire(p.Key), WireEnums.Status((long)p.Status), p.Note)),
        WireEntry.Of<RegistryProtocol.SetStatus, P.SetStatus>(
            WireManifests.SetStatus,
            m => new()
            {
                Key = m.Key.ToWire(),
                Status = (P.InstanceStatus)m.Status,
                Evidence = m.Evidence.ToWire(),
                TakesBack = m.TakesBack,
            },
            p => new(CatalogWire.FromWire(p.Key), WireEnums.Status((long)p.Status), CatalogWire.FromWire(p.Evidence))
            {
                TakesBack = p.TakesBack,
            }),
        WireEntry.Of<RegistryProtocol.Drain, P.Drain>(
            WireManifests.Drain,
            m => new() { Key = m.Key.ToWire(), Deadline = m.Deadline.Ticks },
            p => new(CatalogWire.FromWire(p.Key), TimeSpan.FromTicks(p.Deadline))),
        WireEntry.Of<RegistryProtocol.SetPolicy, P.SetPolicy>(
            WireManifests.SetPolicy,
            m => new() { Service = m.Service.Value, Policy = m.Policy.ToWire() },
            p => new(CatalogWire.Service(p.Service), SelectionWire.FromWire(p.Policy))),
        WireEntry.Of<RegistryProtocol.Subscribe, P.Subscribe>(
            WireManifests.Subscribe,
            WriteSubscribe,
            p => new(p.HasService ? CatalogWire.Service(p.Service) : null, p.HasSince ? p.Since : null)),
        WireEntry.Of<RegistryProtocol.Unsubscribe, P.Unsubscribe>(
            WireManifests.Unsubscribe,
            m => m.Service is { } service ? new() { Service = service.Value } : new(),
            p => new(p.HasService ? CatalogWire.Service(p.Service) : (ServiceName?)null)),
    ];

    private static IEnumerable<WireEntry> Queries =>
    [
        WireEntry.Of<RegistryProtocol.GetInstances, P.GetInstances>(
            WireManifests.GetInstances,
            m => new() { Service = m.Service.Value, Filter = m.Filter.ToWire() },
            p => new(CatalogWire.Service(p.Service), SelectionWire.FromWire(p.Filter))),
        WireEntry.Of<RegistryProtocol.GetServices, P.GetServices>(
            WireManifests.GetServices, _ => new(), _ => RegistryProtocol.GetServices.Instance),
        WireEntry.Of<RegistryProtocol.GetPolicy, P.GetPolicy>(
            WireManifests.GetPolicy,
            m => new() { Service = m.Service.Value },
            p => new(CatalogWire.Service(p.Service))),
        WireEntry.Of<RegistryProtocol.Select, P.Select>(
            WireManifests.Select,
            WriteSelect,
            p => new(
                CatalogWire.Service(p.Service),
                p.HasKey ? p.Key : null,
                p.HasPolicy ? CatalogWire.Shared(p.Policy) : null,
                p.Count,
                SelectionWire.FromWire(p.Filter))),
        WireEntry.Of<RegistryProtocol.Explain, P.Explain>(
            WireManifests.Explain,
            m => new() { Key = m.Key.ToWire() },
            p => new(CatalogWire.FromWire(p.Key))),
    ];

    private static IEnumerable<WireEntry> Checks =>
    [
        WireEntry.Of<RegistryProtocol.UpdateCheck, P.UpdateCheck>(
            WireManifests.UpdateCheck,
            m => new()
            {
                Key = m.Key.ToWire(),
                CheckId = m.CheckId,
                Status = (P.InstanceStatus)m.Status,
                Output = m.Output,
            },
            p => new(CatalogWire.FromWire(p.Key), p.CheckId, WireEnums.Status((long)p.Status), p.Output)),
        WireEntry.Of<RegistryProtocol.ChangeChecks, P.ChangeChecks>(
            WireManifests.ChangeChecks,
            m => new()
            {
                Key = m.Key.ToWire(),
                Put = { m.Put.Select(ChecksWire.ToWire) },
                Remove = { m.Remove },
                Evidence = m.Evidence.ToWire(),
            },
            p => new(
                CatalogWire.FromWire(p.Key),
                ValueList.From(p.Put.Select(ChecksWire.FromWire)),
                ValueList.From(p.Remove),
                CatalogWire.FromWire(p.Evidence))),
    ];

    private static P.Subscribe WriteSubscribe(RegistryProtocol.Subscribe message)
    {
        var wire = new P.Subscribe();
        if (message.Service is { } service)
            wire.Service = service.Value;
        if (message.Since is { } since)
            wire.Since = since;
        return wire;
    }

    private static P.Select WriteSelect(RegistryProtocol.Select message)
    {
        var wire = new P.Select
        {
            Service = message.Service.Value,
            Count = message.Count,
            Filter = message.Filter.ToWire(),
        };
        if (message.Key is not null)
            wire.Key = message.Key;
        if (message.Policy is not null)
            wire.Policy = message.Policy;
        return wire;
    }
}
