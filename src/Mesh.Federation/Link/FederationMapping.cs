using Mesh.Catalog;
using P = Mesh.Federation.Link.Proto;

namespace Mesh.Federation.Link;

/// <summary>Between the catalogue and what crosses from mesh to mesh. Pure.</summary>
internal static class FederationMapping
{
    public static P.Instance ToWire(InstanceView view)
    {
        var instance = view.Instance;
        return new P.Instance
        {
            Id = instance.Id.Value,
            Host = instance.Host,
            Port = instance.Port,
            Ports = { instance.Ports.Select(p => new P.NamedPort { Name = p.Key, Port = p.Value }) },
            Zone = instance.Zone,
            Version = instance.Version,
            Tags = { instance.Tags },
            Metadata = { instance.Metadata.Select(m => new P.Entry { Key = m.Key, Value = m.Value }) },
            Weight = instance.Weight,
            Status = (P.Status)instance.Status,
            Standing = (P.Standing)view.Standing,
        };
    }

    /// <summary>Null: it is out of the bounds that instances have here, so it is as if it were not there.</summary>
    public static RemoteInstance? FromWire(ServiceName service, P.Instance wire)
    {
        if (!InstanceId.TryParse(wire.Id, out var id, out _))
            return null;
        var instance = new ServiceInstance
        {
            Service = service,
            Id = id,
            Host = wire.Host,
            Port = wire.Port,
            Ports = ValueMap<int>.From(wire.Ports.Select(p => KeyValuePair.Create(p.Name, p.Port)).DistinctBy(p => p.Key)),
            Zone = wire.Zone,
            Version = wire.Version,
            Tags = ValueList.From(wire.Tags),
            Metadata = ValueMap<string>.From(
                wire.Metadata.Select(m => KeyValuePair.Create(m.Key, m.Value)).DistinctBy(m => m.Key)),
            Weight = wire.Weight,
            Status = Enum.IsDefined(wire.Status) ? (InstanceStatus)wire.Status : InstanceStatus.Critical,
        };
        return InstanceValidation.Check(instance).Count > 0
            ? null
            : new RemoteInstance(instance, Enum.IsDefined(wire.Standing) ? (Standing)wire.Standing : Standing.Suspect);
    }

    /// <summary>Null: nothing that this version knows.</summary>
    public static LinkEvent? FromWire(ServiceName service, P.Event wire) => wire.WhatCase switch
    {
        P.Event.WhatOneofCase.Snapshot => new LinkEvent.Snapshot(
            wire.Snapshot.Mesh,
            wire.Snapshot.Revision,
            ValueList.From(wire.Snapshot.Instances.Select(i => FromWire(service, i)).OfType<RemoteInstance>())),
        P.Event.WhatOneofCase.Put => FromWire(service, wire.Put) is { } item
            ? new LinkEvent.Put(item)
            : InstanceId.TryParse(wire.Put.Id, out var bad, out _) ? new LinkEvent.Removed(bad) : null,
        P.Event.WhatOneofCase.Removed when InstanceId.TryParse(wire.Removed, out var id, out _) => new LinkEvent.Removed(id),
        P.Event.WhatOneofCase.Heartbeat => LinkEvent.Heartbeat.Instance,
        P.Event.WhatOneofCase.NotExported => LinkEvent.NotExported.Instance,
        _ => null,
    };
}
