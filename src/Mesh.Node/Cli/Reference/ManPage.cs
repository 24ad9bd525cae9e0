using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Mesh.Node.Cli.Reference;

/// <summary>The manual page mesh(1), made from the commands. Pure.</summary>
internal static class ManPage
{
    private const string Frame = """
        .SH EXIT STATUS
        .TP
        .B 0
        Done.
        .TP
        .B 1
        Refused, not found, or the node cannot be reached; one line on stderr says why.
        .TP
        .B 2
        The command line cannot be; one line on stderr says what is wrong.
        .PP
        With \fB\-\-output json\fR that line is a problem in JSON (RFC 9457).
        .SH ENVIRONMENT
        .TP
        .B MESH_NODE
        The node that commands ask, where there is no \fB\-\-node\fR.
        .TP
        .B MESH_TOKEN
        The token that they show, where there is no \fB\-\-token\fR.
        .TP
        .B MESH_CA
        The certificates that the node's must come from, where there is no \fB\-\-ca\fR.
        .TP
        .B NO_COLOR
        Tables without lines and colours.
        .TP
        .B Mesh__KEY
        An option of a node, such as Mesh__Dns__Ttl.
        .SH SIGNALS
        .TP
        .B SIGTERM, SIGINT
        A node drains, leaves its mesh and ends with 0.
        .TP
        .B SIGHUP
        A node reads its certificates and the files of its tokens anew.
        .TP
        .B SIGUSR1
        A bridge carries out removals that it held back.
        .SH SEE ALSO
        docs/operating.md, docs/doors.md and docs/consistency.md of the sources.

        """;

    public static string Of(Command root)
    {
        var page = new StringBuilder();
        page.Append(".\\\" Made by \"mesh man\" from the commands.\n.TH MESH 1 \"\" \"Mesh\" \"User Commands\"\n");
        page.Append(CultureInfo.InvariantCulture, $".SH NAME\nmesh \\- {Text(root.Description ?? "")}\n");
        page.Append(".SH SYNOPSIS\n.B mesh\n.I COMMAND\n[\\fIARGUMENTS\\fR] [\\fIOPTIONS\\fR]\n");
        page.Append(".SH COMMANDS\n");
        foreach (var entry in CommandEntry.All(root).Where(e => e.Words.Length > 0 && e.Commands.Count == 0))
            Append(page, entry);
        page.Append(Frame.ReplaceLineEndings("\n"));
        return page.ToString();
    }

    private static void Append(StringBuilder page, CommandEntry entry)
    {
        page.Append(CultureInfo.InvariantCulture, $".SS \"mesh {entry.Words}\"\n.B mesh {entry.Words}\n");
        foreach (var argument in entry.Command.Arguments)
            page.Append(argument.Arity.MinimumNumberOfValues > 0 ? $"\\fI{Text(argument.Name)}\\fR\n" : $"[\\fI{Text(argument.Name)}\\fR]\n");
        page.Append("[\\fIOPTIONS\\fR]\n.PP\n");
        page.Append(CultureInfo.InvariantCulture, $"{Text(entry.Description)}.\n");
        foreach (var argument in entry.Command.Arguments.Where(a => !string.IsNullOrEmpty(a.Description)))
            page.Append(CultureInfo.InvariantCulture, $".TP\n.I {Text(argument.Name)}\n{Text(argument.Description!)}\n");
        foreach (var option in entry.Options.Where(o => o is not System.CommandLine.Help.HelpOption))
        {
            var value = CommandEntry.TakesValue(option) ? $" \\fI{Text(option.HelpName ?? "VALUE")}\\fR" : "";
            var names = string.Join("\\fR, \\fB", CommandEntry.NamesOf(option).Select(Text));
            page.Append(CultureInfo.InvariantCulture, $".TP\n\\fB{names}\\fR{value}\n{Text(option.Description ?? "")}\n");
        }
    }

    /// <summary>Text that begins no request, with signs that roff leaves alone.</summary>
    private static string Text(string text)
    {
        var safe = text.ReplaceLineEndings(" ").Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return safe.StartsWith('.') || safe.StartsWith('\'') ? "\\&" + safe : safe;
    }
}
