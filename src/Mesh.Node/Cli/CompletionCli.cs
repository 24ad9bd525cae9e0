using System.CommandLine;
using Mesh.Node.Cli.Reference;
using Mesh.Palette;

namespace Mesh.Node.Cli;

/// <summary>The command that writes what a shell completes command lines by.</summary>
internal static class CompletionCli
{
    private static readonly IReadOnlyDictionary<string, Func<Command, string>> Shells = new SortedDictionary<string, Func<Command, string>>
    {
        ["bash"] = BashCompletion.Of,
        ["fish"] = FishCompletion.Of,
        ["powershell"] = PowerShellCompletion.Of,
        ["zsh"] = ZshCompletion.Of,
    };

    public static Command Build(Command root)
    {
        var command = new Command("completion", "Write the completion of commands and options for a shell");
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", Shells.Keys) };
        shell.AcceptOnlyFromAmong([.. Shells.Keys]);
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            Console.Out.Write(Shells[parsed.GetRequiredValue(shell)](root));
            return PaletteExit.Done;
        });
        ExamplesHelp.Attach(
            command,
            [
                "completion bash > /etc/bash_completion.d/mesh",
                "completion zsh > \"${fpath[1]}/_mesh\"",
                "completion fish > ~/.config/fish/completions/mesh.fish",
                "completion powershell >> $PROFILE",
            ]);
        return command;
    }
}
