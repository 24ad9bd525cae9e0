using System.CommandLine;

namespace Mesh.Node.Cli;

/// <summary>A service of the demo, in a process of its own.</summary>
internal static class DemoServiceCli
{
    public const string Name = "demo-service";

    public static Command Build() => new(Name, "A service of the demo") { Hidden = true };
}
