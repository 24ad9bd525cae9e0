using System.CommandLine;
using Mesh.Palette;

namespace Mesh.Node.Cli;

/// <summary>Gives a command of the command line the arguments of a palette command, and reads them back.</summary>
internal static class CliArguments
{
    public static Func<ParseResult, PaletteInput> AddTo(Command command, IEnumerable<PaletteArgument> arguments)
    {
        var symbols = arguments.Select(a => (a.Name, Symbol: Add(command, a))).ToArray();
        return parsed => Read(parsed, symbols);
    }

    private static Symbol Add(Command command, PaletteArgument argument)
    {
        if (argument.IsPositional)
        {
            var positional = new Argument<string?>(argument.ValueName)
            {
                Description = argument.Description,
                Arity = argument.IsMandatory ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
            };
            command.Arguments.Add(positional);
            return positional;
        }

        var option = ToOption("--" + argument.Name, argument);
        option.Description = argument.Description;
        option.Required = argument.IsMandatory;
        option.Hidden = argument.IsHidden;
        command.Options.Add(option);
        return option;
    }

    private static Option ToOption(string name, PaletteArgument argument)
    {
        if (argument.IsFlag)
            return new Option<bool>(name);
        if (argument.AllowMultiple)
            return new Option<string[]>(name) { HelpName = argument.ValueName, AllowMultipleArgumentsPerToken = true };
        var option = new Option<string?>(name) { HelpName = argument.ValueName };
        if (argument.ValueWhenBare is { } bare)
        {
            option.Arity = ArgumentArity.ZeroOrOne;
            option.CustomParser = result => result.Tokens.Count == 0 ? bare : result.Tokens[0].Value;
        }

        return option;
    }

    private static PaletteInput Read(ParseResult parsed, IEnumerable<(string Name, Symbol Symbol)> symbols)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (name, symbol) in symbols)
        {
            IReadOnlyList<string>? given = symbol switch
            {
                Argument<string?> positional => One(parsed.GetValue(positional)),
                Option<string?> option => One(parsed.GetValue(option)),
                Option<string[]> option => parsed.GetValue(option),
                Option<bool> flag => parsed.GetValue(flag) ? ["true"] : null,
                _ => null,
            };
            if (given is { Count: > 0 })
                values[name] = given;
        }

        return new PaletteInput(values);
    }

    private static IReadOnlyList<string>? One(string? value) => value is null ? null : [value];
}
