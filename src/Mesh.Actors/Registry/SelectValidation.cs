using System.Globalization;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>Checks a question to the selection router. Pure; answers with every fault.</summary>
internal static class SelectValidation
{
    /// <summary>The longest hash key in characters.</summary>
    public const int MaxKeyLength = 4_096;

    /// <param name="policies">What this node can pick by; null: the built-in ones.</param>
    public static IReadOnlyList<InvalidField> Check(RegistryProtocol.Select select, PickPolicies? policies = null)
    {
        var faults = new List<InvalidField>();
        if (select.Service.Value.Length == 0)
            faults.Add(new("service", "", "is required"));
        if (select.Policy is { } policy)
            ServicePolicyValidation.CheckPolicy(faults, policy, policies);
        if (select.Key is { Length: > MaxKeyLength } key)
            faults.Add(new("key", key[..61] + "...", $"must have at most {MaxKeyLength} characters, has {key.Length}"));
        if (select.Count is < 1 or > EndpointSelection.MaxCount)
        {
            faults.Add(new(
                "count",
                select.Count.ToString(CultureInfo.InvariantCulture),
                $"must be 1 to {EndpointSelection.MaxCount}"));
        }

        return faults;
    }
}
