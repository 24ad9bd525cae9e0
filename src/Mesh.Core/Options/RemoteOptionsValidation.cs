using Mesh.Catalog;

namespace Mesh.Options;

/// <summary>Checks what a node gives to other meshes and reads of them. Pure; one line for each fault.</summary>
internal static class RemoteOptionsValidation
{
    private static readonly TimeSpan MinGrace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxGrace = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MaxGone = TimeSpan.FromHours(1);

    public static IReadOnlyList<string> Check(RemoteOptions options, string section)
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
        return faults;
    }
}
