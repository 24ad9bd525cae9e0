using Mesh.Options;
using Microsoft.Extensions.Configuration;

namespace Mesh.Hosting;

/// <summary>Reads a settings file in JSON, as Microsoft's configuration reads an appsettings.json.</summary>
internal static class JsonSettings
{
    /// <summary>Roots beside "Mesh" that the host itself reads.</summary>
    private static readonly string[] HostRoots =
    [
        "Logging", "AllowedHosts", "Kestrel", "Urls", "Http_Ports", "Https_Ports", "Environment", "ApplicationName", "ContentRoot",
        "WebRoot", "DetailedErrors", "ShutdownTimeoutSeconds", "ConnectionStrings", "$schema",
    ];

    /// <returns>All keys of the file, in the form of the configuration.</returns>
    /// <exception cref="MeshHoconException">It cannot be read, is not JSON, or holds a root that nobody reads.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string file)
    {
        IConfigurationRoot read;
        try
        {
            using var stream = File.OpenRead(file);
            read = new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MeshHoconException($"config file '{file}' cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new MeshHoconException($"config file '{file}' is not JSON: {e.Message}", e);
        }

        string[] known = [OptionNames.Root, .. HostRoots];
        foreach (var root in read.GetChildren())
        {
            if (!known.Contains(root.Key, StringComparer.OrdinalIgnoreCase))
            {
                var hint = UnknownKey.Hint(root.Key, known, $"; the options stand in a section {OptionNames.Root}");
                throw new MeshHoconException($"config file '{file}': {root.Key} is not a section{hint}");
            }
        }

        return ConfigurationLayers.Flatten(read.Providers.Single(), null);
    }
}
