using Mesh.Catalog;

namespace Mesh.Hosting;

/// <summary>Checks what annotations cannot say of <see cref="RemoteOptions"/>. Pure; one line for each fault.</summary>
internal static class RemoteOptionsValidation
{
    public static IReadOnlyList<string> Check(RemoteOptions options, string section)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        for (var i = 0; i < options.Export.Count; i++)
        {
            if (!ServiceName.TryParse(options.Export[i], out _, out var error))
                faults.Add($"{section}:Export:{i}: {error}");
        }

        if (options.GoneAfter <= options.Grace)
            faults.Add($"{section}:GoneAfter: '{options.GoneAfter}' must be above Grace, {options.Grace}");
        return faults;
    }
}
