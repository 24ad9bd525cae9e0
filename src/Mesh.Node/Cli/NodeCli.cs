using System.CommandLine;
using Mesh.Node.Hosting;
using Mesh.Node.Output;
using Mesh.Palette;
using Mesh.Palette.Api;

namespace Mesh.Node.Cli;

/// <summary>The command that runs a node.</summary>
internal static class NodeCli
{
    public const string Name = "node";

    public static Command Build()
    {
        var command = new Command(Name, "Run a stand-alone node; each key of its options is an argument too, Mesh:Dns:Ttl is --dns-ttl");
        var read = CliArguments.AddTo(command, NodeArguments.All);
        var output = PaletteCli.OutputOption();
        output.Description = "Say ready as a line (table, default) or as the ports in a line of JSON (json)";
        command.Options.Add(output);
        command.SetAction((parsed, _) => RunAsync(read(parsed), parsed.GetValue(output) == "json"));
        ExamplesHelp.Attach(command,
        [
            "node",
            "node --port 4054 --http 8501 --seed 127.0.0.1:4053",
            "node --port 0 --http 0 --ports-file /tmp/ports.json --output json",
        ]);
        return command;
    }

    private static Task<int> RunAsync(PaletteInput input, bool isJson)
    {
        var command = NodeArguments.Read(input, isJson);
        if (command.IsValid)
            return NodeRun.RunAsync(command.Value!);
        ErrorLine.Write("mesh node", ApiProblems.Invalid(command.Faults), isJson);
        return Task.FromResult(PaletteExit.Usage);
    }
}
