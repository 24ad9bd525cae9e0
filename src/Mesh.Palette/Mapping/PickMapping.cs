using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Palette.Mapping;

/// <summary>From a query to a request, with the number of instances wanted.</summary>
internal static class PickMapping
{
    public static Mapped<(PickRequest Request, int Count)> ToRequest(
        string service, PickQuery query, IReadOnlyList<string> policies)
    {
        var faults = new List<InvalidField>();
        FieldText.ServiceAnywhere(service, faults);
        FieldText.Length("key", query.Key, FieldText.MaxQueryValue, faults);
        Policy("policy", query.Policy, policies, faults);
        var count = FieldText.Number("count", query.Count, 1, EndpointSelection.MaxCount, faults) ?? 1;
        var request = new PickRequest
        {
            Key = query.Key,
            Policy = query.Policy,
            Filter = query.Filter.IsAny ? null : FilterMapping.ToFilter(query.Filter, faults),
        };
        return new((request, (int)count), faults);
    }

    /// <param name="known">The policies that the node has.</param>
    public static void Policy(string field, string? policy, IReadOnlyList<string> known, List<InvalidField> faults)
    {
        if (policy is not null && !known.Contains(policy))
        {
            faults.Add(new(
                field, ShortText.Of(policy), $"must be one of {string.Join(", ", known)}"));
        }
    }
}
