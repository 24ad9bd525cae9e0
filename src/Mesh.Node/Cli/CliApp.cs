using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Mesh.Options;
using Mesh.Palette;
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
        ExamplesHelp.Attach(root, ["services", "register orders --id o-1 --address 10.0.0.5:8080 --ttl 10s", "demo --once"]);
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            var command = PaletteCli.PathOf(parsed.CommandResult.Command);
            await Console.Error.WriteLineAsync($"mesh: {OneLine(parsed.Errors[0].Message)}{Hint(parsed)}; see {command} --help");
            return PaletteExit.Usage;
        }

        var configuration = new InvocationConfiguration();
        // A node, a demo and a bridge stop in their own order and time.
        if (parsed.CommandResult.Command.Name is NodeCli.Name or DemoCli.Name or DemoServiceCli.Name or BridgeCli.Name)
            configuration.ProcessTerminationTimeout = null;
        return await parsed.InvokeAsync(configuration);
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

    /// <summary>The argument that was meant; hidden ones too, such as those that follow from keys of options.</summary>
    private static string Hint(ParseResult parsed) =>
        parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith("--", StringComparison.Ordinal)) is { } wrong
        && NearestName.Of(wrong, parsed.CommandResult.Command.Options.Select(o => o.Name)) is { } near
            ? $", did you mean {near}"
            : "";

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
