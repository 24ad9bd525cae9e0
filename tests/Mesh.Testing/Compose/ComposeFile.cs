using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Mesh.Testing.Compose;

/// <summary>A compose file. A key that is not known here fails the reading, so that none is overlooked.</summary>
internal sealed class ComposeFile
{
    public string Name { get; set; } = "";

    public Dictionary<string, ComposeService> Services { get; set; } = [];

    public Dictionary<string, object> Networks { get; set; } = [];

    public static ComposeFile Read(string path)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        using var text = File.OpenText(path);
        return yaml.Deserialize<ComposeFile>(new MergingParser(new Parser(text)));
    }

    /// <summary>The services in rounds: those of a round depend on earlier rounds only.</summary>
    public IEnumerable<IReadOnlyList<string>> Rounds()
    {
        var started = new HashSet<string>();
        while (started.Count < Services.Count)
        {
            string[] round = [.. Services
                .Where(s => !started.Contains(s.Key) && s.Value.DependsOn.Keys.All(started.Contains))
                .Select(s => s.Key)];
            if (round.Length == 0)
                throw new InvalidDataException("depends_on goes round in a circle, or names a service that does not exist");
            yield return round;
            started.UnionWith(round);
        }
    }
}
