using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>A node is told to stop before it is up, as by a supervisor that has changed its mind.</summary>
public sealed class EarlyStopTests : IDisposable
{
    private const int Started = 0;

    // The signal came before anybody listened for it.
    private const int Signalled = 143;

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-early").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Stop_while_the_node_starts_is_no_failure()
    {
        var pid = Path.Combine(_directory, "pid");
        await using var node = ChildProcess.Start(
            NodeBinary.Path, ["node", "--port", "0", "--http", "0", "--consul", "--pid-file", pid], []);
        await Eventually.IsAsync(() => Task.FromResult(File.Exists(pid)), () => node.Output, Patience.Limit);

        var code = await node.TerminateAsync(Patience.Limit);

        Assert.True(code is Started or Signalled, $"exit code {code}: {node.Output}");
        Assert.DoesNotContain("Unhandled exception", node.Output, StringComparison.Ordinal);
    }
}
