using System.CommandLine;
using Mesh.Node.Cli.Reference;
using Mesh.Palette;

namespace Mesh.Node.Cli;

/// <summary>The command that writes the man page.</summary>
internal static class ManCli
{
    public static Command Build(Command root)
    {
        var command = new Command("man", "Write the manual page: mesh man | man -l -");
        command.SetAction(_ =>
        {
            Console.Out.Write(ManPage.Of(root));
            return PaletteExit.Done;
        });
        ExamplesHelp.Attach(command, ["man > /usr/local/share/man/man1/mesh.1"]);
        return command;
    }
}
