using Mesh.Node.Cli;
using Mesh.Palette;

namespace Mesh.Doors.Tests.Bridge;

public sealed class BridgeCliTests
{
    [Theory]
    [InlineData("bridge")]
    [InlineData("bridge etcd")]
    [InlineData("bridge zookeeper --to http://127.0.0.1:2379")]
    [InlineData("bridge etcd --to http://127.0.0.1:2379 --direction up")]
    [InlineData("bridge consul --to http://127.0.0.1:8500 --layout naming")]
    public async Task A_wrong_line_ends_with_the_exit_code_for_usage(string line) =>
        Assert.Equal(PaletteExit.Usage, await CliApp.RunAsync(line.Split(' ')));

    [Fact]
    public void Every_option_is_described_in_the_docs()
    {
        var docs = File.ReadAllText(Mesh.Testing.SourceTree.PathOf("docs", "doors.md"));
        Assert.All(
            Mesh.Node.Bridge.BridgeArguments.All.Where(a => !a.IsHidden && !a.IsPositional),
            a => Assert.Contains("--" + a.Name, docs, StringComparison.Ordinal));
    }
}
