using Akka.Configuration;
using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>Reads a user's HOCON file: as Akka configuration, and its section "mesh" as options.</summary>
internal static class MeshHoconFile
{
    private const string Section = "mesh";
    private const string AkkaSection = "akka";

    /// <summary>The file as Akka configuration.</summary>
    /// <exception cref="MeshHoconException">It cannot be read or is not HOCON.</exception>
    public static Config Read(string file)
    {
        try
        {
            return ConfigurationFactory.ParseString(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MeshHoconException($"config file '{file}' cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new MeshHoconException($"config file '{file}' is not HOCON: {e.Message}", e);
        }
    }

    /// <summary>The section "mesh" of a file as configuration keys "Mesh:…", with values as the binder takes them.</summary>
    /// <exception cref="MeshHoconException">The file cannot be read, or holds a key or a value that cannot be.</exception>
    public static IReadOnlyDictionary<string, string?> ReadOptions(string file, OptionTree tree) => Options(Read(file), file, tree);

    /// <summary>The same of a configuration that was read already; <paramref name="source"/> is named in errors.</summary>
    public static IReadOnlyDictionary<string, string?> Options(Config config, string source, OptionTree tree)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tree);
        CheckRoots(config, source);
        if (!config.HasPath(Section))
            return new Dictionary<string, string?>();
        if (!config.GetValue(Section).IsObject())
            throw new MeshHoconException($"config file '{source}': mesh is not a section in braces");
        var reader = new HoconReader(source, tree);
        reader.Read(config.GetValue(Section).GetObject());
        return reader.Options;
    }

    private static void CheckRoots(Config config, string source)
    {
        if (!config.Root.IsObject())
            return;
        foreach (var root in config.Root.GetObject().Items.Keys)
        {
            if (root is not (Section or AkkaSection))
            {
                var hint = UnknownKey.Hint(root, [Section, AkkaSection], $"; known are {Section} and {AkkaSection}");
                throw new MeshHoconException($"config file '{source}': {root} is not a section{hint}");
            }
        }
    }
}
