using System.CommandLine;

namespace Mesh.Node.Cli;

/// <summary>The words of a command line, in the order in which the parser takes them. Pure.</summary>
internal static class CliWords
{
    /// <summary>
    /// What was given before the command goes behind it: "--node URL cluster show" is "cluster show --node URL". As it is when
    /// it begins with the command, or has none.
    /// </summary>
    public static string[] CommandFirst(Command root, string[] words)
    {
        var (command, path, later) = (root, new List<string>(), new List<string>());
        var i = 0;
        for (; i < words.Length && command.Subcommands.Count > 0; i++)
        {
            if (command.Subcommands.FirstOrDefault(c => c.Name == words[i]) is { } next)
            {
                path.Add(words[i]);
                command = next;
            }
            else
            {
                later.Add(words[i]);
            }
        }

        var isOutOfOrder = command.Subcommands.Count == 0 && later.Count > 0 && later[0].StartsWith('-');
        return isOutOfOrder ? [.. path, .. words[i..], .. later] : words;
    }

    /// <summary>Were results asked for as JSON? Known before the line is, for what is wrong with it is said in JSON too.</summary>
    public static bool AskForJson(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is "--output=json" or "--output:json" or "-o=json" or "-o:json" or "-ojson"
                || (words[i] is "--output" or "-o" && i + 1 < words.Count && words[i + 1] == "json"))
            {
                return true;
            }
        }

        return false;
    }
}
