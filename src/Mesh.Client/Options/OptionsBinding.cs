using Mesh.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mesh.Client;

/// <summary>
/// Fills options from the configuration's section and, below it in rank, from the section "mesh" of settings files. A
/// list counts as one value: seeds in the environment replace those of a file.
/// </summary>
internal static class OptionsBinding
{
    /// <exception cref="OptionsValidationException">A value is of the wrong kind; the message names key and value.</exception>
    /// <exception cref="MeshHoconException">A file cannot be used; the message names file and key.</exception>
    public static void Bind(MeshClientOptions options, IConfiguration? configuration, IEnumerable<string> files)
    {
        var section = configuration?.GetSection(ClientDefaults.Section);
        string[] all = [.. section?.GetSection(nameof(MeshOptions.HoconFiles)).Get<string[]>() ?? [], .. files];
        foreach (var file in all)
            Bind(options, MeshHoconFile.ReadOptions(file));
        if (section?.GetSection(nameof(MeshOptions.Seeds)).Exists() is true)
            options.Seeds.Clear();
        Bind(options, section);
        foreach (var file in files)
            options.HoconFiles.Add(file);
    }

    private static void Bind(MeshClientOptions options, IReadOnlyDictionary<string, string?> values)
    {
        if (values.Keys.Any(k => k.StartsWith($"{ClientDefaults.Section}:{nameof(MeshOptions.Seeds)}:", StringComparison.OrdinalIgnoreCase)))
            options.Seeds.Clear();
        Bind(options, new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(ClientDefaults.Section));
    }

    private static void Bind(MeshClientOptions options, IConfigurationSection? section)
    {
        try
        {
            section?.Bind(options);
        }
        catch (InvalidOperationException trouble)
        {
            // Its text names the key, the value and the type; as a fault of the options it stops the start in one line.
            throw new OptionsValidationException(ClientDefaults.Section, typeof(MeshClientOptions), [trouble.Message]);
        }
    }
}
