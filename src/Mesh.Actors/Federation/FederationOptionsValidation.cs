using Mesh.Catalog;
using Mesh.Kademlia;

namespace Mesh.Federation;

/// <summary>Checks the options of federation. Pure; one line for each fault.</summary>
public static class FederationOptionsValidation
{
    private static readonly TimeSpan MinGrace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxGrace = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MinLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxLife = KadSettings.Default.MaxTtl;
    private static readonly TimeSpan MaxGone = TimeSpan.FromHours(1);

    public static IReadOnlyList<string> Check(FederationOptions options, string section)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        for (var i = 0; i < options.Export.Count; i++)
        {
            if (!ServiceName.TryParse(options.Export[i], out _, out var error))
                faults.Add($"{section}:Export:{i}: {error}");
        }

        if (options.Grace < MinGrace || options.Grace > MaxGrace)
            faults.Add($"{section}:Grace: '{options.Grace}' must be {MinGrace} to {MaxGrace}");
        if (options.GoneAfter <= options.Grace || options.GoneAfter > MaxGone)
            faults.Add($"{section}:GoneAfter: '{options.GoneAfter}' must be above Grace, {options.Grace}, and at most {MaxGone}");
        if (options.RecordLife < MinLife || options.RecordLife > MaxLife)
            faults.Add($"{section}:RecordLife: '{options.RecordLife}' must be {MinLife} to {MaxLife}");
        return faults;
    }
}
