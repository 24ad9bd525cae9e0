using System.CommandLine.Parsing;
using Mesh.Node.Cli;
using Mesh.Node.Listening;
using Mesh.Palette.Commands;

namespace Mesh.Node.Tests.Cli;

public sealed class CliShapeTests
{
    public static TheoryData<string> Examples => [.. MeshPalette.Commands.SelectMany(c => c.Examples)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Examples_of_help_parse(string example) =>
        Assert.Empty(CliApp.Build().Parse(CommandLineParser.SplitCommandLine(example).ToArray()).Errors);

    [Fact]
    public void Every_command_has_an_example_and_every_argument_a_description()
    {
        foreach (var command in MeshPalette.Commands)
        {
            Assert.NotEmpty(command.Examples);
            Assert.All(command.Arguments, a => Assert.NotEmpty(a.Description));
        }
    }

    [Fact]
    public void The_command_line_has_the_commands_of_the_palette_and_node_demo_and_bridge()
    {
        string[] expected =
        [
            "services", "instances", "register", "deregister", "renew", "watch", "pick", "policy", "export", "explain", "drain",
            "undrain", "status", "cluster show", "cluster leave", "cluster down", "cluster remove", "kad lookup", "kad table", "kad ping", "kad store-stats",
            "node", "snapshot save", "snapshot restore", "snapshot inspect", "certs authority", "certs mesh", "certs gateway", "certs revoke", "certs show", "demo", "bridge", "completion", "man",
        ];
        var found = CliApp.Build().Subcommands.Where(c => !c.Hidden).SelectMany(c => c.Subcommands.Count == 0
            ? [c.Name]
            : c.Subcommands.Select(s => $"{c.Name} {s.Name}"));
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("127.0.0.1:8500", "http://127.0.0.1:8500/")]
    [InlineData("http://node:8500", "http://node:8500/")]
    [InlineData("https://node/mesh/", "https://node/mesh/")]
    public void Node_urls_are_taken_as_people_write_them(string text, string expected)
    {
        Assert.True(NodeUrl.TryParse(text, out var url));
        Assert.Equal(expected, url.ToString());
    }

    [Theory]
    [InlineData("ftp://node")]
    [InlineData("http://")]
    [InlineData("http://node/?a=b")]
    public void Node_urls_of_another_kind_are_refused(string text) => Assert.False(NodeUrl.TryParse(text, out _));
}
