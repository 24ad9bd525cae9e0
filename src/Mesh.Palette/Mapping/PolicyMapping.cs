using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Selection;

namespace Mesh.Palette.Mapping;

/// <summary>Between the policy of a service and its form in the API.</summary>
internal static class PolicyMapping
{
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
        var policy = new ServicePolicy
        {
            Policy = model.Policy ?? ServicePolicy.Default.Policy,
            ZonePreference = zones ?? ServicePolicy.Default.ZonePreference,
            FailOpen = model.FailOpen ?? ServicePolicy.Default.FailOpen,
            Shares = ValueMap<int>.From(model.Shares ?? []),
            Exported = model.Exported ?? isExported,
        };
        ServicePolicyValidation.CheckFigures(faults, policy);
        return new(policy, faults);
    }
}
