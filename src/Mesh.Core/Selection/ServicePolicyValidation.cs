using System.Globalization;
using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>Checks a service policy. Pure; answers with every fault, not the first.</summary>
public static class ServicePolicyValidation
{
    /// <summary>Selectors that one policy may have.</summary>
    public const int MaxShares = 32;

    /// <summary>The longest selector in characters.</summary>
    public const int SelectorLength = 8 + 255;

    /// <param name="policies">What the node can pick by; null: the built-in ones.</param>
    public static IReadOnlyList<InvalidField> Check(ServicePolicy policy, PickPolicies? policies = null)
    {
        var faults = new List<InvalidField>();
        CheckPolicy(faults, policy.Policy, policies);
        if (!Enum.IsDefined(policy.ZonePreference))
            faults.Add(new("zonePreference", $"{policy.ZonePreference}", "must be none, prefer or strict"));
        CheckFigures(faults, policy);
        return faults;
    }

    /// <summary>What does not stand for a name.</summary>
    internal static void CheckFigures(List<InvalidField> faults, ServicePolicy policy)
    {
        // Written so that NaN fails.
        if (!(policy.FailOpen >= 0 && policy.FailOpen <= 1))
            faults.Add(new("failOpen", policy.FailOpen.ToString(CultureInfo.InvariantCulture), "must be 0 to 1"));
        CheckShares(faults, policy.Shares);
    }

    internal static void CheckPolicy(List<InvalidField> faults, string name, PickPolicies? policies = null)
    {
        var known = policies ?? PickPolicies.BuiltIn;
        if (known.Find(name) is null)
            faults.Add(new("policy", ShortText.Of(name), known.Bound));
    }

    private static void CheckShares(List<InvalidField> faults, ValueMap<int> shares)
    {
        InstanceValidation.Range(faults, "shares", shares.Count, 0, MaxShares);
        long sum = 0;
        foreach (var (selector, percent) in shares)
        {
            var field = $"shares.{ShortText.Of(selector)}";
            if (selector.Length > SelectorLength || !ShareSelector.TryParse(selector, out _))
                faults.Add(new(field, ShortText.Of(selector), $"must be {ShareSelector.Forms}"));
            else if (!UnicodeText.IsWellFormed(selector))
                faults.Add(new(field, ShortText.Of(selector), UnicodeText.Bound));
            InstanceValidation.Range(faults, field, percent, 0, 100);
            sum += Math.Min(percent, 100);
        }

        if (sum > 100)
            faults.Add(new("shares", sum.ToString(CultureInfo.InvariantCulture), "must be together at most 100"));
    }
}
