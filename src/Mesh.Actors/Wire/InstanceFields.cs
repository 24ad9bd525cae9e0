using Mesh.Catalog;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The fields of a record while it is read.</summary>
internal ref struct InstanceFields
{
    private ServiceName _service;
    private InstanceId _id;
    private string? _host;
    private int _port;
    private string? _zone;
    private string? _version;
    private ValueMap<int>? _ports;
    private ValueList<string>? _tags;
    private ValueMap<string>? _metadata;
    private HealthTerms? _health;
    private ValueList<NamedCheck>? _checks;
    private int _weight;
    private InstanceStatus _status;
    private bool _kept;
    private long _claim;
    private DateTimeOffset _registeredAt;
    private long _lifetime;
    private string? _home;
    private bool _shared;

    public bool TakeName(ref WireReader reader)
    {
        switch (reader.Field)
        {
            case P.Instance.ServiceFieldNumber: _service = WirePools.Services.Get(reader.Content()); return true;
            case P.Instance.IdFieldNumber: _id = CatalogWire.Id(WirePools.Text(reader.Content())); return true;
            case P.Instance.HostFieldNumber: _host = WirePools.Hosts.Get(reader.Content()); return true;
            case P.Instance.PortFieldNumber: _port = reader.Number32(); return true;
            case P.Instance.ZoneFieldNumber: _zone = WirePools.Words.Get(reader.Content()); return true;
            case P.Instance.VersionFieldNumber: _version = WirePools.Words.Get(reader.Content()); return true;
            default: return false;
        }
    }

    public bool TakePart(ref WireReader reader)
    {
        switch (reader.Field)
        {
            case P.Instance.PortsFieldNumber: _ports = WirePools.Ports.Get(reader.Content()); return true;
            case P.Instance.TagsFieldNumber: _tags = WirePools.Tags.Get(reader.Content()); return true;
            case P.Instance.MetadataFieldNumber: _metadata = WirePools.Metadata.Get(reader.Content()); return true;
            case P.Instance.HealthFieldNumber: _health = WirePools.Health.Get(reader.Content()); return true;
            case P.Instance.ChecksFieldNumber: _checks = WirePools.Checks.Get(reader.Content()); return true;
            default: return false;
        }
    }

    public void TakeState(ref WireReader reader)
    {
        switch (reader.Field)
        {
            case P.Instance.WeightFieldNumber: _weight = reader.Number32(); break;
            case P.Instance.StatusFieldNumber: _status = WireEnums.Status(reader.Number()); break;
            case P.Instance.KeptFieldNumber: _kept = reader.Flag(); break;
            case P.Instance.ClaimFieldNumber: _claim = reader.Number(); break;
            case P.Instance.RegisteredAtFieldNumber: _registeredAt = reader.Moment(); break;
            case P.Instance.LifetimeFieldNumber: _lifetime = reader.Number(); break;
            case P.Instance.HomeFieldNumber: _home = WirePools.Hosts.Get(reader.Content()); break;
            case P.Instance.SharedFieldNumber: _shared = reader.Flag(); break;
        }
    }

    public readonly ServiceInstance ToInstance() => new()
    {
        Service = _service,
        Id = _id,
        Host = _host ?? "",
        Port = _port,
        Ports = _ports ?? ValueMap<int>.Empty,
        Zone = _zone ?? "",
        Version = _version ?? "",
        Tags = _tags ?? ValueList<string>.Empty,
        Metadata = _metadata ?? ValueMap<string>.Empty,
        Weight = _weight,
        Status = _status,
        Health = _health ?? HealthTerms.None,
        Checks = _checks ?? ValueList<NamedCheck>.Empty,
        Life = LifetimeWire.Read(_lifetime, _kept),
        Home = _home ?? "",
        Shared = _shared,
        Claim = _claim,
        RegisteredAt = _registeredAt,
    };
}
