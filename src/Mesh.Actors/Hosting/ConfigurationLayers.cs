using Microsoft.Extensions.Configuration;

namespace Mesh.Hosting;

/// <summary>Takes a configuration apart into its sources, weakest first.</summary>
internal static class ConfigurationLayers
{
    /// <returns>For each source what it has below the section, with full keys.</returns>
    public static IEnumerable<IReadOnlyDictionary<string, string?>> Of(IConfiguration configuration, string section)
    {
        if (configuration is IConfigurationRoot root)
            return root.Providers.Select(p => Flatten(p, section));
        return
        [
            configuration.GetSection(section).AsEnumerable()
                .Where(p => p.Value is not null)
                .ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <param name="path">Null: all that the source has.</param>
    public static Dictionary<string, string?> Flatten(IConfigurationProvider provider, string? path)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Collect(provider, path, all);
        return all;
    }

    private static void Collect(IConfigurationProvider provider, string? path, Dictionary<string, string?> all)
    {
        foreach (var name in provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var key = path is null ? name : ConfigurationPath.Combine(path, name);
            if (provider.TryGet(key, out var value))
                all[key] = value;
            Collect(provider, key, all);
        }
    }
}
