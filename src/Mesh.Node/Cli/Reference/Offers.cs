using System.CommandLine;

namespace Mesh.Node.Cli.Reference;

/// <summary>What can follow after a command, and after an option that takes one of a few values. Pure.</summary>
/// <param name="At">The command's path with a space before each word; empty: the program itself.</param>
/// <param name="Words">Each with what it means.</param>
/// <param name="Values">By the name of the option.</param>
internal sealed record Offers(
    string At, IReadOnlyList<(string Word, string Meaning)> Words, IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
{
    public static IReadOnlyList<Offers> All(Command root) => [.. CommandEntry.All(root).Select(Of)];

    private static Offers Of(CommandEntry entry)
    {
        var commands = entry.Commands.Select(c => (c.Name, c.Description ?? ""));
        var fixedWords = entry.Command.Arguments.Take(1)
            .SelectMany(a => a.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty)).Select(c => (c.Label, ""));
        var options = entry.Options.Select(o => (CommandEntry.NamesOf(o)[0], o.Description ?? ""));
        var values = entry.Options.Where(o => CommandEntry.ValuesOf(o).Count > 0)
            .SelectMany(o => CommandEntry.NamesOf(o).Select(n => (Name: n, Values: CommandEntry.ValuesOf(o))))
            .ToDictionary(o => o.Name, o => o.Values);
        return new(entry.Words.Length == 0 ? "" : " " + entry.Words, [.. commands, .. fixedWords, .. options], values);
    }
}
