using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Selection;

namespace Mesh.Palette.Mapping;

/// <summary>From a query to a filter.</summary>
internal static class FilterMapping
{
    public static InstanceFilter ToFilter(InstancesQuery query, List<InvalidField> faults)
    {
        if (query.IsAny)
            return InstanceFilter.Any;
        FieldText.Length("zone", query.Zone, InstanceLimits.ZoneLength, faults);
        FieldText.Length("version", query.Version, InstanceLimits.VersionLength, faults);
        if (query.Tags.Count > InstanceLimits.Tags)
            faults.Add(new("tag", $"{query.Tags.Count} tags", $"must be at most {InstanceLimits.Tags}"));
        foreach (var tag in query.Tags)
            FieldText.Length("tag", tag, InstanceLimits.TagLength, faults);
        return new InstanceFilter
        {
            Status = EnumText.ReadOptional<InstanceStatus>("status", query.Status, faults),
            Standing = EnumText.ReadOptional<Standing>("standing", query.Standing, faults),
            Tags = ValueList.From(query.Tags),
            Zone = query.Zone,
            Version = query.Version,
        };
    }
}
