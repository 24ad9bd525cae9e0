using Mesh.Catalog;
using Mesh.Palette.Api;

namespace Mesh.Palette.Mapping;

/// <summary>
/// From a body to a record. With a ttl an instance begins passing, for its client is alive; with a check it begins
/// starting, for nobody knows yet; with neither it is passing and floats. The registry adds claim and time.
/// </summary>
internal static class RegistrationMapping
{
    /// <param name="host">Of the node at which it is registered; empty: unknown.</param>
    public static Mapped<ServiceInstance> ToInstance(string service, string id, RegisterBody body, string host = "")
    {
        var faults = new List<InvalidField>();
        var key = FieldText.Key(service, id, faults);
        Same("service", body.Service, service, faults);
        Same("id", body.Id, id, faults);
        if (body.Host is null)
            faults.Add(new("host", "", "is required"));
        if (body.Port is null)
            faults.Add(new("port", "", "is required"));
        NoNulls(body, faults);
        var health = HealthMapping.ToTerms(body, faults);
        var status = EnumText.ReadOptional<InstanceStatus>("status", body.Status, faults);
        var life = EnumText.ReadOptional<Lifetime>("lifetime", body.Lifetime, faults);
        if (faults.Count > 0)
            return new(null, faults);
        var instance = ToInstance(key, body, health, status);
        if (life is Lifetime.Leased && health.Kind is HealthKind.None)
            return new(null, [new("lifetime", "leased", "needs a ttl or a check, by which it ends")]);
        instance = instance with { Life = life ?? Lifetimes.Default(instance, host) };
        // What the field checks above have said already is not said twice: they would have returned.
        return Mapped<ServiceInstance>.From(instance, InstanceValidation.Check(instance));
    }

    /// <summary>The body that registers the same again.</summary>
    public static RegisterBody ToBody(ServiceInstance instance)
    {
        var health = instance.Health;
        return new RegisterBody
        {
            Service = instance.Service.Value,
            Id = instance.Id.Value,
            Host = instance.Host,
            Port = instance.Port,
            Ports = instance.Ports.Count == 0 ? null : new Dictionary<string, int>(instance.Ports),
            Zone = instance.Zone,
            Version = instance.Version,
            Tags = [.. instance.Tags],
            Metadata = InstanceMapping.MetadataOf(instance) is { Count: > 0 } metadata
                ? new Dictionary<string, string>(metadata)
                : null,
            Weight = instance.Weight,
            Status = EnumText.Of(instance.Status),
            Lifetime = instance.Life == Lifetimes.Default(instance) ? null : EnumText.Of(instance.Life),
            Ttl = HealthMapping.ToLease(health)?.Ttl,
            Check = HealthMapping.ToCheck(health) is { } check ? check with { DeregisterAfter = null } : null,
            DeregisterAfter = health.Kind is HealthKind.None or HealthKind.App
                ? null
                : DurationText.Format(health.DeregisterAfter),
        };
    }

    private static ServiceInstance ToInstance(
        InstanceKey key, RegisterBody body, HealthTerms health, InstanceStatus? status) => new()
        {
            Service = key.Service,
            Id = key.Id,
            Host = body.Host!,
            Port = body.Port!.Value,
            Ports = body.Ports is null ? ValueMap<int>.Empty : ValueMap<int>.From(body.Ports),
            Zone = body.Zone ?? "",
            Version = body.Version ?? "",
            Tags = ValueList.From(body.Tags ?? []),
            Metadata = body.Metadata is null ? ValueMap<string>.Empty : ValueMap<string>.From(body.Metadata),
            Weight = body.Weight ?? 1,
            Status = status ?? (IsChecked(health) ? InstanceStatus.Starting : InstanceStatus.Passing),
            Health = health,
        };

    private static bool IsChecked(HealthTerms health) =>
        health.IsActive;

    private static void Same(string field, string? given, string ofPath, List<InvalidField> faults)
    {
        if (given is not null && !string.Equals(given, ofPath, StringComparison.OrdinalIgnoreCase))
            faults.Add(new(field, ShortText.Of(given), "must be left out or be the one of the path"));
    }

    private static void NoNulls(RegisterBody body, List<InvalidField> faults)
    {
        if (body.Tags is { } tags && tags.Contains(null!))
            faults.Add(new("tags", "null", "must be strings"));
        if (body.Metadata is { } metadata && metadata.ContainsValue(null!))
            faults.Add(new("metadata", "null", "must have strings as values"));
        foreach (var key in body.Metadata?.Keys.Where(DoorMetadata.IsReserved) ?? [])
            faults.Add(new("metadata", ShortText.Of(key), DoorMetadata.Bound));
    }
}
