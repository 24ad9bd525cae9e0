using System.Globalization;
using Mesh.Hosting;
using Mesh.Options;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Mesh.Node.Hosting;

/// <summary>
/// The sources of a node's options, strongest first: arguments, environment, settings files, the appsettings.json of the
/// working directory.
/// </summary>
internal static class NodeConfiguration
{
    private const string OverlayPeers = "overlay-peers";

    /// <summary>Watching the working directory for changes would be in vain: options are read once.</summary>
    public static readonly string[] HostArguments = ["--hostBuilder:reloadConfigOnChange=false"];

    /// <exception cref="MeshHoconException">A settings file cannot be used; the message names file and key.</exception>
    public static MeshConfiguration Complete(ConfigurationManager configuration, NodeCommand command)
    {
        // An embedded node takes any port, a stand-alone one the known one; clients of its doors list several nodes.
        configuration.Sources.Insert(0, Memory(
            new()
            {
                ["Mesh:Port"] = MeshDefaults.Port.ToString(CultureInfo.InvariantCulture),
                ["Mesh:WriteReach"] = MeshDefaults.WriteReach.ToString("c", CultureInfo.InvariantCulture),
            }));
        string[] files = [.. MeshConfiguration.FilesOf(configuration), .. command.Files];
        foreach (var file in files)
            configuration.Sources.Insert(PlaceOfFiles(configuration), new SettingsFileSource(file, NodeOptionList.Tree));
        configuration.Sources.Add(Memory(new(command.Arguments)));
        return MeshConfiguration.Read(NodeOptionList.All, configuration, []);
    }

    /// <summary>Where the gateway keeps the others that it knows, unless it is told otherwise.</summary>
    public static string PeersFile(string directory) => Path.Combine(directory, OverlayPeers);

    private static MemoryConfigurationSource Memory(Dictionary<string, string?> values) => new() { InitialData = values };

    /// <summary>Right before the environment; the environment that only the host itself reads comes earlier and has a prefix.</summary>
    private static int PlaceOfFiles(ConfigurationManager configuration)
    {
        var sources = configuration.Sources;
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
                return i;
        }

        return sources.Count;
    }
}
