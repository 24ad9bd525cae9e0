using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Mesh.Node.Output;
using Mesh.Palette;
using Mesh.Palette.Api;
using Mesh.Palette.Commands;

namespace Mesh.Node.Cli;

/// <summary>The command line: the commands of the palette, node, demo and bridge. Faults are one line on stderr and exit 2.</summary>
internal static class CliApp
{
    public static Command Build()
    {
        // Not a RootCommand: that takes its name from the file that runs, which is not what people type.
        var root = new Command("mesh", "Service discovery for .NET");
        root.Options.Add(new HelpOption { Recursive = true });
        root.Options.Add(new VersionOption());
        foreach (var command in MeshPalette.Commands)
            Place(root, command.Name.Split(' '), PaletteCli.ToCommand(command));
        root.Subcommands.Add(NodeCli.Build());
        root.Subcommands.Add(SnapshotCli.Build());
        root.Subcommands.Add(CertsCli.Build());
        root.Subcommands.Add(DemoCli.Build());
        root.Subcommands.Add(BridgeCli.Build());
        root.Subcommands.Add(DemoServiceCli.Build());
        root.Subcommands.Add(CompletionCli.Build(root));
        root.Subcommands.Add(ManCli.Build(root));
        ExamplesHelp.Attach(root, ["services", "register orders --id o-1 --address 10.0.0.5:8080 --ttl 10s", "demo --once"]);
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var isJson = CliWords.AskForJson(args);
        var parsed = Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            ErrorLine.Write("mesh", ApiProblems.Usage(CliFault.LineOf(parsed)), isJson);
            return PaletteExit.Usage;
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        // A node, a demo and a bridge stop in their own order and time, and do not end with who read that they are ready.
        if (parsed.CommandResult.Command.Name is NodeCli.Name or DemoCli.Name or DemoServiceCli.Name or BridgeCli.Name)
            configuration.ProcessTerminationTimeout = null;
        else
            StandardOutput.Guard();
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (OutputFailedException trouble) when (trouble.IsReaderGone)
        {
            return PaletteExit.Done;
        }
        catch (OutputFailedException trouble)
        {
            ErrorLine.Write("mesh", $"the output cannot be written: {trouble.Message}", isJson);
            return PaletteExit.Refused;
        }
    }

    /// <summary>
    /// A list takes all words up to the next option, "--tag a b". Where that leaves a place empty, it takes one: "--tag a
    /// orders" names the service.
    /// </summary>
    internal static ParseResult Parse(string[] args)
    {
        var root = Build();
        var words = CliWords.CommandFirst(root, args);
        var parsed = root.Parse(words);
        if (parsed.Errors.Count == 0)
            return parsed;
        foreach (var option in parsed.CommandResult.Command.Options)
            option.AllowMultipleArgumentsPerToken = false;
        var again = root.Parse(words);
        return again.Errors.Count == 0 ? again : parsed;
    }

    /// <summary>"cluster show" goes under a command "cluster".</summary>
    private static void Place(Command root, string[] words, Command command)
    {
        if (words.Length == 1)
        {
            root.Subcommands.Add(command);
            return;
        }

        var parent = root.Subcommands.FirstOrDefault(c => c.Name == words[0]);
        if (parent is null)
        {
            root.Subcommands.Add(parent = new Command(words[0], AboutGroup(words[0])));
            ExamplesHelp.Attach(parent, [string.Join(' ', words)]);
        }

        parent.Subcommands.Add(command);
    }

    private static string AboutGroup(string word) => word switch
    {
        "kad" => "The overlay that joins meshes, as a gateway sees it",
        _ => "Members of the mesh, and orders to them",
    };
}
