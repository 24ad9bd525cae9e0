using System.CommandLine;
using Mesh.Node.Demo;

namespace Mesh.Node.Cli;

/// <summary>The command that shows it all.</summary>
internal static class DemoCli
{
    public const string Name = "demo";

    public static Command Build()
    {
        var command = new Command(Name, "Three nodes and five instances as processes: find, pick, kill, drain, restart");
        var once = new Option<bool>("--once") { Description = "Stop after the tour instead of staying up" };
        command.Options.Add(once);
        command.SetAction((parsed, _) => DemoRun.RunAsync(parsed.GetValue(once)));
        ExamplesHelp.Attach(command, ["demo", "demo --once"]);
        return command;
    }
}
