using System.Globalization;
using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Selection;

namespace Mesh.Palette.Mapping;

/// <summary>Between the policy of a service and its form in the API.</summary>
internal static class PolicyMapping
{
    private const int MaxShares = 32;
    private static readonly string[] Selectors = ["version=", "tag=", "zone="];

    public static PolicyModel ToModel(ServicePolicy policy) => new()
    {
        Policy = policy.Policy,
        ZonePreference = EnumText.Of(policy.ZonePreference),
        FailOpen = policy.FailOpen,
        Shares = policy.Shares.ToDictionary(s => s.Key, s => s.Value),
        Exported = policy.Exported ? true : null,
    };

    /// <param name="isExported">Whether it is so far.</param>
    /// <param name="policies">The pick policies that the node has.</param>
    public static Mapped<ServicePolicy> ToPolicy(PolicyModel model, bool isExported, IReadOnlyList<string> policies)
    {
        var faults = new List<InvalidField>();
        PickMapping.Policy("policy", model.Policy, policies, faults);
        var zones = EnumText.ReadOptional<ZonePreference>("zonePreference", model.ZonePreference, faults);
        if (model.FailOpen is { } part && part is not (>= 0 and <= 1))
            faults.Add(new("failOpen", part.ToString(CultureInfo.InvariantCulture), "must be 0 to 1"));
        CheckShares(model.Shares ?? [], faults);
        return new(
            new ServicePolicy
            {
                Policy = model.Policy ?? ServicePolicy.Default.Policy,
                ZonePreference = zones ?? ServicePolicy.Default.ZonePreference,
                FailOpen = model.FailOpen ?? ServicePolicy.Default.FailOpen,
                Shares = ValueMap<int>.From(model.Shares ?? []),
                Exported = model.Exported ?? isExported,
            },
            faults);
    }

    private static void CheckShares(Dictionary<string, int> shares, List<InvalidField> faults)
    {
        if (shares.Count > MaxShares)
            faults.Add(new("shares", $"{shares.Count} entries", $"must be at most {MaxShares}"));
        foreach (var (selector, percent) in shares)
        {
            var field = $"shares.{ShortText.Of(selector)}";
            if (!Selectors.Any(s => selector.StartsWith(s, StringComparison.Ordinal) && selector.Length > s.Length))
                faults.Add(new(field, ShortText.Of(selector), "must be version=X, tag=X or zone=X"));
            if (percent is < 0 or > 100)
                faults.Add(new(field, percent.ToString(CultureInfo.InvariantCulture), "must be 0 to 100"));
        }

        var sum = shares.Values.Sum(p => (long)p);
        if (sum > 100)
            faults.Add(new("shares", sum.ToString(CultureInfo.InvariantCulture), "must be together at most 100"));
    }
}
