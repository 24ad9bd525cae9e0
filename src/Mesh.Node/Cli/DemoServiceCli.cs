using System.CommandLine;
using Mesh.Node.Demo;
using Mesh.Palette;

namespace Mesh.Node.Cli;

/// <summary>A service of the demo, in a process of its own.</summary>
internal static class DemoServiceCli
{
    public const string Name = "demo-service";

    private static readonly PaletteArgument[] Arguments =
    [
        new("service", "The service to register as") { IsMandatory = true },
        new("id", "The id of the instance") { IsMandatory = true },
        new("seed", "A node to join through") { AllowMultiple = true },
        new("exit-with-stdin", "Always so") { IsFlag = true },
    ];

    public static Command Build()
    {
        var command = new Command(Name, "A service of the demo") { Hidden = true };
        var read = CliArguments.AddTo(command, Arguments);
        command.SetAction((parsed, _) => RunAsync(read(parsed)));
        return command;
    }

    private static Task<int> RunAsync(PaletteInput input) =>
        DemoServiceHost.RunAsync(input.Text("service"), input.Text("id"), input.All("seed"));
}
