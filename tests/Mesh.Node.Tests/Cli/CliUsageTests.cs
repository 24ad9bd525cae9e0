using Mesh.Node.Cli;
using Mesh.Palette;

namespace Mesh.Node.Tests.Cli;

/// <summary>Each kind of wrong usage: one line that says what was meant.</summary>
public sealed class CliUsageTests
{
    [Theory]
    [InlineData("unknown command 'servics', did you mean services; see mesh --help", "servics")]
    [InlineData("unknown command 'xyzzyplugh'; see mesh --help", "xyzzyplugh")]
    [InlineData("unknown command 'help', did you mean --help; see mesh --help", "help")]
    [InlineData("unknown command 'version', did you mean --version; see mesh --help", "version")]
    [InlineData("unknown command 'shw', did you mean show; see mesh cluster --help", "cluster", "shw")]
    [InlineData("mesh cluster needs a command: show, leave, down, remove; see mesh cluster --help", "cluster")]
    [InlineData("unknown option '--nod', did you mean --node; see mesh --help", "--nod", "x")]
    [InlineData("SERVICE is missing; see mesh instances --help", "instances")]
    [InlineData("SERVICE and ID are missing; see mesh renew --help", "renew")]
    [InlineData("ID is missing; see mesh drain --help", "drain", "orders", "--deadline", "3s")]
    [InlineData("Option '--id' is required; see mesh register --help", "register", "orders")]
    [InlineData("Required argument missing for option: '--node'; see mesh services --help", "services", "--node")]
    [InlineData("Unrecognized command or argument '--forc'; see mesh deregister --help", "deregister", "a", "b", "--forc")]
    [InlineData("Unrecognized command or argument '--clain', did you mean --claim; see mesh deregister --help", "deregister", "a", "b", "--clain", "1")]
    [InlineData("Unrecognized command or argument 'y'; see mesh watch --help", "watch", "x", "y")]
    [InlineData("Argument 'tcsh' not recognized. Must be one of: 'bash' 'fish' 'powershell' 'zsh'; see mesh completion --help", "completion", "tcsh")]
    [InlineData("Option '--node' expects a single argument but 2 were provided; see mesh services --help", "services", "--node", "a", "--node", "b")]
    public void Wrong_usage_is_said_in_one_line(string expected, params string[] arguments)
    {
        var parsed = CliApp.Parse(arguments);
        Assert.NotEmpty(parsed.Errors);
        Assert.Equal(expected, CliFault.LineOf(parsed));
    }

    [Theory]
    [InlineData("--node http://a:1 services", "services --node http://a:1")]
    [InlineData("--output json cluster show", "cluster show --output json")]
    [InlineData("cluster --node a:1 show", "cluster show --node a:1")]
    [InlineData("--tag a instances orders", "instances orders --tag a")]
    [InlineData("services --node a:1", "services --node a:1")]
    [InlineData("servics --node a:1", "servics --node a:1")]
    [InlineData("foo services", "foo services")]
    [InlineData("--help", "--help")]
    [InlineData("--nod a", "--nod a")]
    public void Options_may_stand_before_the_command(string given, string expected) =>
        Assert.Equal(expected.Split(' '), CliWords.CommandFirst(CliApp.Build(), given.Split(' ')));

    [Theory]
    [InlineData("orders", "a", "instances", "--tag", "a", "orders")]
    [InlineData("orders", "a,b", "instances", "orders", "--tag", "a", "b")]
    [InlineData("orders", "a,b", "instances", "--tag", "a", "--tag", "b", "orders")]
    [InlineData("orders", "a,b", "--tag", "a", "--tag", "b", "instances", "orders")]
    public void An_option_that_takes_several_leaves_the_place_of_an_argument_free(string service, string tags, params string[] arguments)
    {
        var parsed = CliApp.Parse(arguments);
        Assert.Empty(parsed.Errors);
        Assert.Equal(service, parsed.GetValue<string?>("SERVICE"));
        Assert.Equal(tags, string.Join(',', parsed.GetValue<string[]>("--tag")!));
    }

    [Theory]
    [InlineData(true, "services", "--output", "json")]
    [InlineData(true, "services", "-o", "json")]
    [InlineData(true, "servics", "--output=json")]
    [InlineData(false, "services", "--output", "table")]
    [InlineData(false, "services", "--output")]
    [InlineData(false, "json")]
    public void That_json_was_asked_for_is_known_of_a_line_that_cannot_be_read(bool expected, params string[] arguments) =>
        Assert.Equal(expected, CliWords.AskForJson(arguments));

    [Theory]
    [InlineData("plain, ünï", "plain, ünï")]
    [InlineData("\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m")]
    [InlineData("two\r\nlines\t", "two\\u000d\\u000alines\\u0009")]
    [InlineData("\u009b1A\u007f", "\\u009b1A\\u007f")]
    [InlineData("abc\u202etxt.exe", "abc\\u202etxt.exe")]
    public void Control_characters_are_spelt_out(string text, string expected)
    {
        Assert.Equal(expected, PrintableText.Of(text));
        var view = new PaletteView { Columns = ["A"], Rows = [[text]], Lines = [text] }.Printable();
        Assert.Equal((expected, expected), (view.Rows[0][0], view.Lines[0]));
    }
}
