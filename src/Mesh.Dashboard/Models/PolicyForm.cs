using System.Collections.Immutable;
using System.Globalization;
using Mesh.Catalog;
using Mesh.Selection;

namespace Mesh.Dashboard.Models;

/// <summary>The policy of a service as it is edited: texts, read into a policy or into faults in words.</summary>
internal sealed record PolicyForm(string Policy, string ZonePreference, string FailOpen, string Shares)
{
    public static PolicyForm Of(ServicePolicy policy) => new(
        policy.Policy,
        policy.ZonePreference.ToString().ToLowerInvariant(),
        policy.FailOpen.ToString(CultureInfo.InvariantCulture),
        string.Join('\n', policy.Shares.Select(static s => $"{s.Key} {s.Value}")));

    /// <param name="before">What the form does not name stays as it is in it.</param>
    /// <param name="known">The pick policies that the node has.</param>
    public (ServicePolicy? Policy, IReadOnlyList<InvalidField> Faults) Read(ServicePolicy before, IReadOnlyList<string> known)
    {
        var faults = new List<InvalidField>();
        if (!known.Contains(Policy))
            faults.Add(new("policy", ShortText.Of(Policy), $"must be one of {string.Join(", ", known)}"));
        if (!Enum.TryParse<ZonePreference>(ZonePreference, ignoreCase: true, out var zones) || !Enum.IsDefined(zones))
            faults.Add(new("zones", ShortText.Of(ZonePreference), "must be none, prefer or strict"));
        if (!double.TryParse(FailOpen, CultureInfo.InvariantCulture, out var failOpen))
            faults.Add(new("fail open", ShortText.Of(FailOpen), "must be a number from 0 to 1"));
        var policy = before with { Policy = Policy, ZonePreference = zones, FailOpen = failOpen, Shares = SharesOf(faults) };
        if (faults.Count == 0)
            ServicePolicyValidation.CheckFigures(faults, policy);
        return (faults.Count == 0 ? policy : null, faults);
    }

    /// <summary>What each instance gets before and after, by id.</summary>
    public static ImmutableArray<(string Id, double Before, double After)> Compare(
        ImmutableArray<InstanceView> instances, ServicePolicy before, ServicePolicy after)
    {
        var (old, next) = (PickShares.Of(instances, before), PickShares.Of(instances, after));
        return
        [
            .. instances.Select(static v => v.Instance.Id).Order()
                .Select(id => (id.Value, old.GetValueOrDefault(id), next.GetValueOrDefault(id))),
        ];
    }

    /// <summary>A line for each: "version=2 10".</summary>
    private ValueMap<int> SharesOf(List<InvalidField> faults)
    {
        var shares = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in Shares.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = line.LastIndexOf(' ');
            if (cut > 0 && int.TryParse(line[(cut + 1)..].TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
                shares[line[..cut].TrimEnd()] = percent;
            else
                faults.Add(new("shares", ShortText.Of(line), "must be a selector, a space and the percent, such as: version=2 10"));
        }

        return ValueMap<int>.From(shares);
    }
}
