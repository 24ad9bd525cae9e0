using Mesh.Hosting;
using Microsoft.Extensions.Configuration;

namespace Mesh.Client;

/// <summary>
/// Fills options from the configuration's section and, below it in rank, from the section "mesh" of settings files. A
/// list counts as one value: seeds in the environment replace those of a file.
/// </summary>
internal static class OptionsBinding
{
    /// <exception cref="MeshHoconException">A file cannot be used; the message names file and key.</exception>
    public static void Bind(MeshClientOptions options, IConfiguration? configuration, IEnumerable<string> files)
    {
        var section = configuration?.GetSection(ClientDefaults.Section);
        string[] all = [.. section?.GetSection(nameof(MeshOptions.HoconFiles)).Get<string[]>() ?? [], .. files];
        foreach (var file in all)
            Bind(options, MeshHoconFile.ReadOptions(file));
        if (section?.GetSection(nameof(MeshOptions.Seeds)).Exists() is true)
            options.Seeds.Clear();
        section?.Bind(options);
        foreach (var file in files)
            options.HoconFiles.Add(file);
    }

    private static void Bind(MeshClientOptions options, IReadOnlyDictionary<string, string?> values)
    {
        if (values.Keys.Any(k => k.StartsWith($"{ClientDefaults.Section}:{nameof(MeshOptions.Seeds)}:", StringComparison.OrdinalIgnoreCase)))
            options.Seeds.Clear();
        new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(ClientDefaults.Section).Bind(options);
    }
}
