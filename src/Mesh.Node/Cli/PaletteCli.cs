using System.CommandLine;
using Mesh.Node.Output;
using Mesh.Palette;
using Mesh.Palette.Api;
using Mesh.Palette.Http;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Cli;

/// <summary>Turns a command of the palette into one of the command line, run over HTTP.</summary>
internal static class PaletteCli
{
    public static Command ToCommand(PaletteCommand palette)
    {
        var command = new Command(palette.Name.Split(' ')[^1], palette.Description);
        var read = CliArguments.AddTo(command, palette.Arguments);
        var node = new NodeOptions();
        var output = OutputOption();
        node.AddTo(command);
        command.Options.Add(output);
        command.SetAction((parsed, cancellation) => RunAsync(
            palette,
            read(parsed),
            node.Connect(parsed),
            parsed.GetValue(output) == "json",
            cancellation));
        ExamplesHelp.Attach(command, palette.Examples);
        return command;
    }

    public static Option<string> OutputOption()
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "How to write results: table (default) or json",
            HelpName = "table|json",
            DefaultValueFactory = _ => "table",
        };
        output.AcceptOnlyFromAmong("table", "json");
        return output;
    }

    /// <summary>"mesh cluster show", for texts.</summary>
    public static string PathOf(Command command)
    {
        var parents = command.Parents.OfType<Command>().FirstOrDefault();
        return parents is null ? "mesh" : $"{PathOf(parents)} {command.Name}";
    }

    private static async Task<int> RunAsync(
        PaletteCommand palette, PaletteInput input, Mapped<ApiHttp> node, bool isJson, CancellationToken cancellation)
    {
        var output = new ConsoleOutput(isJson);
        if (!node.IsValid)
        {
            output.Fail(ApiProblems.Invalid(node.Faults));
            return PaletteExit.Usage;
        }

        using var http = node.Value!;
        try
        {
            return await palette.Run(new PaletteCall(new HttpMeshApi(http), input, output, cancellation)
            {
                Clock = TimeProvider.System,
            });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return PaletteExit.Refused;
        }
    }
}
