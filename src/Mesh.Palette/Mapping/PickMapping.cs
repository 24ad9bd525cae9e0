using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Palette.Mapping;

/// <summary>From a query to a request, with the number of instances wanted.</summary>
internal static class PickMapping
{
    public static Mapped<(PickRequest Request, int Count)> ToRequest(string service, PickQuery query)
    {
        var faults = new List<InvalidField>();
        FieldText.ServiceAnywhere(service, faults);
        FieldText.Length("key", query.Key, FieldText.MaxQueryValue, faults);
        Policy("policy", query.Policy, faults);
        var count = FieldText.Number("count", query.Count, 1, EndpointSelection.MaxCount, faults) ?? 1;
        var request = new PickRequest
        {
            Key = query.Key,
            Policy = query.Policy,
            Filter = query.Filter.IsAny ? null : FilterMapping.ToFilter(query.Filter, faults),
        };
        return new((request, (int)count), faults);
    }

    public static void Policy(string field, string? policy, List<InvalidField> faults)
    {
        if (policy is not null && !PolicyNames.All.Contains(policy))
        {
            faults.Add(new(
                field, ShortText.Of(policy), $"must be one of {string.Join(", ", PolicyNames.All)}"));
        }
    }
}
