using System.Globalization;
using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;

namespace Mesh.Palette.Commands;

/// <summary>Applies "KEY=VALUE" settings to a policy. Pure; bounds are checked where the policy is set.</summary>
internal static class PolicyInput
{
    private const string Share = "share:";

    public static Mapped<PolicyModel> Change(PolicyModel before, IReadOnlyList<string> settings)
    {
        var faults = new List<InvalidField>();
        var model = before with { Shares = before.Shares is null ? null : new Dictionary<string, int>(before.Shares) };
        foreach (var setting in settings)
            model = Apply(model, setting, faults);
        return new(model, faults);
    }

    private static PolicyModel Apply(PolicyModel model, string setting, List<InvalidField> faults)
    {
        if (setting.StartsWith(Share, StringComparison.Ordinal))
            return ApplyShare(model, setting, faults);
        var parts = setting.Split('=', 2);
        var value = parts.Length == 2 ? parts[1] : "";
        switch (parts[0])
        {
            case "policy":
                return model with { Policy = value };
            case "zone":
                return model with { ZonePreference = value };
            case "fail-open" when double.TryParse(value, CultureInfo.InvariantCulture, out var part):
                return model with { FailOpen = part };
            case "shares" when value == "none":
                return model with { Shares = [] };
            default:
                faults.Add(new(
                    "set",
                    ShortText.Of(setting),
                    "must be policy=NAME, zone=NAME, fail-open=0..1, share:SELECTOR=PERCENT or shares=none"));
                return model;
        }
    }

    private static PolicyModel ApplyShare(PolicyModel model, string setting, List<InvalidField> faults)
    {
        var last = setting.LastIndexOf('=');
        var shares = model.Shares ?? [];
        if (last > Share.Length
            && int.TryParse(setting.AsSpan(last + 1), CultureInfo.InvariantCulture, out var percent))
        {
            shares[setting[Share.Length..last]] = percent;
        }
        else
        {
            faults.Add(new("set", ShortText.Of(setting), "must be share:SELECTOR=PERCENT, such as share:version=2=5"));
        }

        return model with { Shares = shares };
    }
}
