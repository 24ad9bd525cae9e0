using System.Text;

namespace Mesh.Options;

/// <summary>The rule by which the names of an option follow from one another. Pure.</summary>
public static class OptionNames
{
    public const string Root = "Mesh";

    /// <summary>"MaxBlockingQueries" is "max-blocking-queries".</summary>
    public static string Dashed(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '-' && !char.IsUpper(name[i - 1]))
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary>"Mesh:Consul:MaxBlockingQueries" is "mesh.consul.max-blocking-queries" in HOCON.</summary>
    public static string Hocon(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return string.Join('.', key.Split(':').Select(Dashed));
    }

    /// <summary>"Mesh:Consul:MaxBlockingQueries" is "consul-max-blocking-queries" on a command line.</summary>
    public static string Argument(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return string.Join('-', key.Split(':').Skip(1).Select(Dashed));
    }
}
