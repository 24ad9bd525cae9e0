namespace Mesh.Node.Hosting;

/// <summary>
/// From which level on a category is logged: its own of the section Logging:LogLevel, where the longest name that it begins
/// with counts, else the node's for what is Mesh's, and warnings of what Mesh stands on. Pure.
/// </summary>
internal sealed class LogSettings(LogFormat format, LogLevel level, IReadOnlyDictionary<string, LogLevel> categories)
{
    /// <summary>The section that any .NET program has.</summary>
    public const string Section = "Logging:LogLevel";

    public static readonly LogSettings Default = new(LogFormat.Text, LogLevel.Information, new Dictionary<string, LogLevel>());

    private readonly (string Name, LogLevel Level)[] _categories =
        [.. categories.Where(c => c.Key != "Default").Select(c => (c.Key, c.Value)).OrderByDescending(c => c.Key.Length)];

    public LogFormat Format => format;

    /// <exception cref="InvalidDataException">A category has a level that there is not.</exception>
    public static LogSettings Read(StandAloneOptions options, IConfiguration configuration)
    {
        var categories = new Dictionary<string, LogLevel>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in configuration.GetSection(Section).AsEnumerable(makePathsRelative: true))
        {
            if (text is null)
                continue;
            categories[name] = Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level)
                ? level
                : throw new InvalidDataException(
                    $"{Section}:{name}: '{text}' must be one of {string.Join(", ", Enum.GetNames<LogLevel>()).ToLowerInvariant()}");
        }

        return new(options.LogFormat, options.LogLevel, categories);
    }

    public LogLevel Least(string? category)
    {
        foreach (var (name, own) in _categories)
        {
            if (category?.StartsWith(name, StringComparison.OrdinalIgnoreCase) is true
                && (category.Length == name.Length || category[name.Length] == '.'))
            {
                return own;
            }
        }

        return category?.StartsWith("Mesh.", StringComparison.Ordinal) is true ? level
            : category == "Microsoft.Extensions.Hosting.Internal.Host" ? LogLevel.Critical
            // It only logs requests; while it may, ASP.NET Core makes a log scope and an Activity for each of them.
            : category == "Microsoft.AspNetCore.Hosting.Diagnostics" ? LogLevel.None
            : level > LogLevel.Warning ? level
            : LogLevel.Warning;
    }
}
