using System.CommandLine;
using Mesh.Catalog;
using Mesh.Options;

namespace Mesh.Node.Cli;

/// <summary>What is wrong with a command line, in one line that says what was meant. Pure.</summary>
internal static class CliFault
{
    public static string LineOf(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var line = command.Subcommands.Count > 0 ? OfGroup(command, parsed.UnmatchedTokens)
            : Missing(parsed) ?? OneLine(parsed.Errors[0].Message) + Hint(parsed);
        return $"{line}; see {PaletteCli.PathOf(command)} --help";
    }

    private static string OfGroup(Command group, IReadOnlyList<string> stray)
    {
        var known = group.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToArray();
        if (stray.Count == 0)
            return $"{PaletteCli.PathOf(group)} needs a command: {string.Join(", ", known)}";
        var wrong = ShortText.Of(stray[0]);
        if (!wrong.StartsWith('-'))
            return $"unknown command '{wrong}'" + Meant(stray[0], [.. known, .. OptionsOf(group, stray[0])]);
        var options = group.Options.Concat(group.Subcommands.SelectMany(c => c.Options)).Select(o => o.Name).Distinct().ToArray();
        return options.Contains(stray[0])
            ? $"'{wrong}' needs a command: {string.Join(", ", known)}"
            : $"unknown option '{wrong}'" + Meant(stray[0], options);
    }

    /// <summary>Other programs have commands of what is an option here, such as "help".</summary>
    private static IEnumerable<string> OptionsOf(Command group, string word) =>
        group.Options.Select(o => o.Name).Where(name => name == $"--{word}");

    /// <summary>What has its place on the line and is not there; null: nothing is missing.</summary>
    private static string? Missing(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count > 0)
            return null;
        var missing = parsed.CommandResult.Command.Arguments
            .Where(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is null or { Tokens.Count: 0 })
            .Select(a => a.Name).ToArray();
        return missing.Length switch
        {
            0 => null,
            1 => $"{missing[0]} is missing",
            _ => $"{string.Join(" and ", missing)} are missing",
        };
    }

    /// <summary>The argument that was meant; hidden ones too, such as those that follow from keys of options.</summary>
    private static string Hint(ParseResult parsed) =>
        parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith("--", StringComparison.Ordinal)) is { } wrong
            ? Meant(wrong, parsed.CommandResult.Command.Options.Select(o => o.Name))
            : "";

    private static string Meant(string wrong, IEnumerable<string> known) =>
        NearestName.Of(wrong, known) is { } near ? $", did you mean {near}" : "";

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
