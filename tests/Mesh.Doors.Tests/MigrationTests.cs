using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests;

/// <summary>The programs of docs/migration.md: each does what it says, before the move, on its way and after.</summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private NodeProcess _node = null!;

    public async Task InitializeAsync() => _node = await NodeProcess.StartAsync("--consul", "--etcd", "0");

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("consul-before", "http")]
    [InlineData("consul-adapter", "seed")]
    [InlineData("etcd-before", "etcd")]
    [InlineData("eureka-adapter", "seed")]
    [InlineData("after", "seed")]
    public async Task Service_is_found_while_it_is_there_and_leaves_nothing(string program, string address)
    {
        var run = await ClientRun.Async(SampleBinary.Find("Migration"), [program, address switch
        {
            "http" => _node.Http.ToString(),
            "etcd" => $"http://127.0.0.1:{_node.Ports.Etcd}",
            _ => _node.Address,
        }]);

        Assert.Equal((0, "found 127.0.0.1:9001\n"), (run.Exit, run.Output));
        using var http = new HttpClient { BaseAddress = _node.Http };
        await Eventually.EqualAsync(
            true,
            async () => (await http.GetStringAsync(new Uri("/mesh/v1/services/orders", UriKind.Relative))).Contains("\"instances\":[]", StringComparison.Ordinal),
            "that the instance is gone",
            () => _node.Output);
    }

    [Fact]
    public async Task Code_of_the_page_is_that_of_the_programs()
    {
        var samples = string.Concat(((string[])["Migration", "MigrationHost"])
            .SelectMany(f => Directory.EnumerateFiles(SourceTree.PathOf("samples", f), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText));
        var page = await File.ReadAllTextAsync(SourceTree.PathOf("docs", "migration.md"));
        var blocks = page.Split("```csharp\n").Skip(1).Select(b => b[..b.IndexOf("```", StringComparison.Ordinal)]).ToArray();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, b => Assert.Contains(b, samples, StringComparison.Ordinal));
    }
}
