using System.CommandLine;
using System.CommandLine.Completions;

namespace Mesh.Node.Cli.Reference;

/// <summary>A command as the man page and the completions of shells tell it. Pure.</summary>
/// <param name="Words">Its path without the program, such as "cluster show"; empty: the program itself.</param>
internal sealed record CommandEntry(string Words, Command Command)
{
    public string Description => Command.Description ?? "";

    public IReadOnlyList<Command> Commands { get; } = [.. Command.Subcommands.Where(c => !c.Hidden)];

    public IReadOnlyList<Option> Options { get; } = [.. Command.Options.Where(o => !o.Hidden)];

    /// <summary>The program and all commands that help shows, each before those below it.</summary>
    public static IEnumerable<CommandEntry> All(Command root) => Below(root, "");

    /// <summary>The names of an option, the long one first.</summary>
    public static IReadOnlyList<string> NamesOf(Option option) =>
        [.. option.Aliases.Prepend(option.Name).Where(n => n.StartsWith('-') && n is not ("-?" or "/?" or "/h")).Distinct()];

    /// <summary>The values that an option takes, where they are few and known.</summary>
    public static IReadOnlyList<string> ValuesOf(Option option) => option.ValueType == typeof(bool)
        ? []
        : [.. option.GetCompletions(CompletionContext.Empty).Select(c => c.Label)];

    public static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0
        && option is not (System.CommandLine.Help.HelpOption or VersionOption);

    private static IEnumerable<CommandEntry> Below(Command command, string words)
    {
        var entry = new CommandEntry(words, command);
        return entry.Commands.SelectMany(c => Below(c, words.Length == 0 ? c.Name : $"{words} {c.Name}")).Prepend(entry);
    }
}
