using Akka.Configuration;
using Akka.Configuration.Hocon;
using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>Reads a user's HOCON file: as Akka configuration, and its section "mesh" as options.</summary>
public static class MeshHoconFile
{
    private static readonly Dictionary<string, string> OptionOf = new(StringComparer.Ordinal)
    {
        ["name"] = "MeshName",
        ["node-name"] = "NodeName",
        ["host"] = "Host",
        ["port"] = "Port",
        ["seeds"] = "Seeds",
        ["zone"] = "Zone",
        ["buckets"] = "Buckets",
        ["max-frame-bytes"] = "MaxFrameBytes",
        ["stable-after"] = "StableAfter",
        ["drain-deadline"] = "DrainDeadline",
        ["drain-grace"] = "DrainGrace",
        ["write-interval"] = "WriteInterval",
        ["slow-start"] = "SlowStart",
        ["history-per-service"] = "HistoryPerService",
        ["insecure"] = "Insecure",
        ["tls.certificate-file"] = "Tls:CertificateFile",
        ["tls.key-file"] = "Tls:KeyFile",
        ["tls.password"] = "Tls:Password",
        ["tls.authority-file"] = "Tls:AuthorityFile",
        ["federation.gateway"] = "Federation:Gateway",
        ["federation.seeds"] = "Federation:Seeds",
        ["federation.mode"] = "Federation:Mode",
        ["federation.credentials"] = "Federation:Credentials",
        ["federation.client"] = "Federation:Client",
        ["federation.region"] = "Federation:Region",
        ["federation.table-file"] = "Federation:TableFile",
        ["federation.export"] = "Federation:Export",
        ["federation.fallback"] = "Federation:Fallback",
        ["federation.grace"] = "Federation:Grace",
        ["federation.gone-after"] = "Federation:GoneAfter",
        ["federation.record-life"] = "Federation:RecordLife",
    };

    private static readonly HashSet<string> Durations =
        ["stable-after", "drain-deadline", "drain-grace", "write-interval", "slow-start"];

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

    /// <summary>The section "mesh" of a file as configuration keys "Mesh:…", to be bound to <see cref="MeshOptions"/>.</summary>
    /// <exception cref="MeshHoconException">The file cannot be read, or holds a key that is not known.</exception>
    public static IReadOnlyDictionary<string, string?> ReadOptions(string file) => Options(Read(file), file);

    /// <summary>The same of a configuration that was read already; <paramref name="source"/> is named in errors.</summary>
    public static IReadOnlyDictionary<string, string?> Options(Config config, string source)
    {
        ArgumentNullException.ThrowIfNull(config);
        var options = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!config.HasPath("mesh"))
            return options;
        if (!config.GetValue("mesh").IsObject())
            throw new MeshHoconException($"config file '{source}': mesh is not a section in braces");
        Collect(config.GetValue("mesh").GetObject(), "", source, options);
        return options;
    }

    private static void Collect(HoconObject section, string prefix, string source, Dictionary<string, string?> options)
    {
        foreach (var (name, value) in section.Items)
        {
            var key = prefix + name;
            if (value.IsObject() && key is "tls" or "federation")
                Collect(value.GetObject(), key + ".", source, options);
            else if (OptionOf.TryGetValue(key, out var option))
                Take(key, "Mesh:" + option, value, source, options);
            else if (key != "wire-version")
                throw new MeshHoconException($"config file '{source}': mesh.{key} is not a key; see hocon/mesh.conf");
        }
    }

    private static void Take(
        string key, string option, HoconValue value, string source, Dictionary<string, string?> options)
    {
        try
        {
            if (key is "seeds" or "federation.seeds" or "federation.export")
                TakeList(option, value.IsArray() ? value.GetStringList() : Split(value.GetString()), options);
            else if (Durations.Contains(key))
                options[option] = value.GetTimeSpan(allowInfinite: false).ToString("c");
            else
                options[option] = key is "insecure" or "federation.client" or "federation.fallback" ? value.GetBoolean().ToString() : value.GetString();
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or NotSupportedException)
        {
            throw new MeshHoconException($"config file '{source}': mesh.{key} is '{value}': {e.Message}", e);
        }
    }

    private static void TakeList(string option, IList<string> items, Dictionary<string, string?> options)
    {
        for (var i = 0; i < items.Count; i++)
            options[$"{option}:{i}"] = items[i];
    }

    private static string[] Split(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
