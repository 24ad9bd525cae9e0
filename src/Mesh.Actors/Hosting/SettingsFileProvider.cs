using Mesh.Options;
using Microsoft.Extensions.Configuration;

namespace Mesh.Hosting;

/// <summary>Reads a settings file when the configuration is built, and not again.</summary>
internal sealed class SettingsFileProvider(SettingsFileSource source, OptionTree tree) : ConfigurationProvider
{
    public string Path => source.Path;

    /// <exception cref="MeshHoconException">The file cannot be used; the message names file and key.</exception>
    public override void Load() =>
        Data = new Dictionary<string, string?>(SettingsFile.Read(source.Path, tree), StringComparer.OrdinalIgnoreCase);
}
