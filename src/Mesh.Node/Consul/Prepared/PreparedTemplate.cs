using System.Text.RegularExpressions;

namespace Mesh.Node.Consul.Prepared;

/// <summary>
/// A query that stands for all names with a prefix: ${name.full}, ${name.prefix}, ${name.suffix}, ${match(N)} and
/// ${agent.segment}, which is empty, are put in. Pure.
/// </summary>
internal static partial class PreparedTemplate
{
    /// <summary>Those that can be matched in linear time, as filters take them.</summary>
    public static bool IsRegexp(string text)
    {
        try
        {
            return text.Length == 0 || Made(text) is not null;
        }
        catch (Exception trouble) when (trouble is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>The query for a name.</summary>
    public static PreparedQuery For(PreparedQuery template, string name)
    {
        var match = template.Regexp.Length > 0 ? Made(template.Regexp).Match(name) : Match.Empty;
        return template with
        {
            Service = Put(template.Service),
            Near = Put(template.Near),
            Tags = [.. template.Tags.Select(Put).Where(t => t.Length > 0 || !template.RemovesEmptyTags)],
            Datacenters = [.. template.Datacenters.Select(Put)],
            Targets = [.. template.Targets.Select(t => new FailoverTarget(Put(t.Datacenter), Put(t.Peer)))],
        };

        string Put(string text) => Variable().Replace(text, found => found.Groups[1].Value switch
        {
            "name.full" => name,
            "name.prefix" => template.Name,
            "name.suffix" => name[template.Name.Length..],
            "agent.segment" => "",
            _ => match.Success && int.TryParse(found.Groups[2].Value, out var group) ? match.Groups[group].Value : "",
        });
    }

    private static Regex Made(string text) => new(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    [GeneratedRegex(@"\$\{(name\.full|name\.prefix|name\.suffix|agent\.segment|match\(([0-9]{1,2})\))\}")]
    private static partial Regex Variable();
}
