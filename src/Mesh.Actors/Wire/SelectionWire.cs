using Mesh.Catalog;
using Mesh.Selection;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>Policies and filters as parts of messages.</summary>
internal static class SelectionWire
{
    public static P.ServicePolicy ToWire(this ServicePolicy policy)
    {
        var wire = new P.ServicePolicy
        {
            Policy = policy.Policy,
            ZonePreference = (P.ZonePreference)policy.ZonePreference,
            // The two zeros are equal and must have equal bytes.
            FailOpen = policy.FailOpen == 0 ? 0 : policy.FailOpen,
            Exported = policy.Exported,
        };
        foreach (var (selector, percent) in policy.Shares)
            wire.Shares.Add(new P.Share { Selector = selector, Percent = percent });
        return wire;
    }

    public static ServicePolicy FromWire(P.ServicePolicy? policy) => policy is null
        ? throw new WireFormatException("the policy is missing")
        : new ServicePolicy
        {
            Policy = CatalogWire.Shared(policy.Policy),
            ZonePreference = WireEnums.Zone((long)policy.ZonePreference),
            FailOpen = policy.FailOpen,
            Shares = ValueMap<int>.From(policy.Shares.Select(s => KeyValuePair.Create(s.Selector, s.Percent))),
            Exported = policy.Exported,
        };

    public static P.InstanceFilter ToWire(this InstanceFilter filter)
    {
        var wire = new P.InstanceFilter();
        if (filter.Status is { } status)
            wire.Status = (P.InstanceStatus)status;
        if (filter.Standing is { } standing)
            wire.Standing = (P.Standing)standing;
        if (filter.Zone is not null)
            wire.Zone = filter.Zone;
        if (filter.Version is not null)
            wire.Version = filter.Version;
        wire.Tags.AddRange(filter.Tags);
        foreach (var (key, value) in filter.Metadata)
            wire.Metadata.Add(new P.Entry { Key = key, Value = value });
        return wire;
    }

    /// <summary>No filter asks for nothing in particular.</summary>
    public static InstanceFilter FromWire(P.InstanceFilter? filter) => filter is null ? InstanceFilter.Any : new()
    {
        Status = filter.HasStatus ? Known((InstanceStatus)filter.Status) : null,
        Standing = filter.HasStanding ? Known((Standing)filter.Standing) : null,
        Zone = filter.HasZone ? filter.Zone : null,
        Version = filter.HasVersion ? filter.Version : null,
        Tags = ValueList.From(filter.Tags),
        Metadata = ValueMap<string>.From(filter.Metadata.Select(e => KeyValuePair.Create(e.Key, e.Value))),
    };

    private static T Known<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw new WireFormatException($"filter: {typeof(T).Name} {value:D} is not known here");
}
