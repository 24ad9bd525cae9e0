using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Mesh.Node.Cli;

/// <summary>Help with examples after it.</summary>
internal sealed class ExamplesHelp(SynchronousCommandLineAction help, IReadOnlyList<string> examples)
    : SynchronousCommandLineAction
{
    // What is wrong with the rest of the line does not matter to one who asks for help.
    public override bool ClearsParseErrors => true;

    public static void Attach(Command command, IReadOnlyList<string> examples)
    {
        var option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null)
            command.Options.Add(option = new HelpOption());
        if (option.Action is SynchronousCommandLineAction action)
            option.Action = new ExamplesHelp(action, examples);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exit = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  mesh {example}");
        return exit;
    }
}
