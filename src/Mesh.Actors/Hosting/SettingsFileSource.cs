using Mesh.Options;
using Microsoft.Extensions.Configuration;

namespace Mesh.Hosting;

/// <summary>A settings file as a source of the configuration.</summary>
internal sealed class SettingsFileSource(string path, OptionTree tree) : IConfigurationSource
{
    public string Path => path;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => new SettingsFileProvider(this, tree);
}
