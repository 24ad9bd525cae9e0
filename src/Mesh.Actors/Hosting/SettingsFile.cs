using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>A settings file given in code: JSON when its name ends so, otherwise HOCON.</summary>
internal sealed record SettingsFile(string Path)
{
    public static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the file has, in keys of the configuration.</summary>
    /// <exception cref="MeshHoconException">It cannot be used; the message names file and key.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string path, OptionTree tree) =>
        IsJson(path) ? JsonSettings.Read(path) : MeshHoconFile.ReadOptions(path, tree);
}
