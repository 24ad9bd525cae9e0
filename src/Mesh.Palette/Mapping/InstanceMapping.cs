using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Palette.Mapping;

/// <summary>From the catalogue to what the API shows.</summary>
internal static class InstanceMapping
{
    public static InstanceModel ToModel(InstanceView view)
    {
        var instance = view.Instance;
        return new InstanceModel
        {
            Id = instance.Id.Value,
            Service = instance.Service.Value,
            Host = instance.Host,
            Port = instance.Port,
            Ports = instance.Ports,
            Zone = instance.Zone,
            Version = instance.Version,
            Tags = instance.Tags,
            Metadata = MetadataOf(instance),
            Weight = instance.Weight,
            Status = EnumText.Of(instance.Status),
            Standing = EnumText.Of(view.Standing),
            Owner = view.Owner.ToString(),
            RegisteredAt = instance.RegisteredAt,
            Lease = HealthMapping.ToLease(instance.Health),
            Check = HealthMapping.ToCheck(instance.Health),
            Kept = instance.Life is Lifetime.Floating or Lifetime.Anchored,
            Lifetime = EnumText.Of(instance.Life),
            Claim = instance.Claim,
        };
    }

    /// <summary>Without what belongs to a door.</summary>
    public static ValueMap<string> MetadataOf(ServiceInstance instance) =>
        instance.Metadata.Keys.Any(DoorMetadata.IsReserved)
            ? ValueMap<string>.From(instance.Metadata.Where(e => !DoorMetadata.IsReserved(e.Key)))
            : instance.Metadata;

    public static InstanceModel ToModel(Endpoint endpoint) =>
        ToModel(endpoint.View) with { Unconfirmed = endpoint.IsUnconfirmed };

    public static IReadOnlyList<InstanceModel> ToModels(ImmutableArray<InstanceView> views) =>
        [.. views.Select(ToModel)];

    public static IReadOnlyList<ServiceItem> ToItems(CatalogSnapshot snapshot) =>
    [
        .. snapshot.Summaries().Select(s => new ServiceItem(s.Name.Value, s.Instances, s.Passing, s.Revision)
        {
            Lifetimes = LifetimesOf(snapshot.Find(s.Name.Value)?.Instances ?? []),
        }),
    ];

    private static SortedDictionary<string, int> LifetimesOf(ImmutableArray<InstanceView> views)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var one in views.CountBy(v => v.Instance.Life))
            counts[EnumText.Of(one.Key)] = one.Value;
        return counts;
    }
}
