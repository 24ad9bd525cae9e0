using Mesh.Testing;
using Mesh.Testing.Processes;
using Mesh.Trials.Chaos;

namespace Mesh.Trials.Tests.Chaos;

/// <summary>A program of its own that blocks every thread of its pool, seen by a node in this process.</summary>
public sealed class StarvedHostTests : IDisposable
{
    private static readonly TimeSpan Starved = TimeSpan.FromSeconds(15);

    // While it is there, the program's pool is blocked.
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Program_whose_thread_pool_is_blocked_is_offered_by_others_all_the_time()
    {
        await using var node = await EmbeddedNode.StartAsync();
        await using var program = ChildProcess.Start("dotnet", [Program, "starved-host", "127.0.0.1", node.Address, _file], []);
        await node.WhenOfferedAsync(StarvedHost.Service, 1);
        var least = int.MaxValue;
        void Look() => least = Math.Min(least, node.Hub.Snapshot.Find(StarvedHost.Service)?.Instances.Count(i => i.IsOffered) ?? 0);

        await File.WriteAllTextAsync(_file, "");
        var start = TimeProvider.System.GetTimestamp();
        await Eventually.IsAsync(
            () =>
            {
                Look();
                return TimeProvider.System.GetElapsedTime(start) > Starved;
            },
            "not so: the time is over");
        File.Delete(_file);

        Assert.True(least == 1, $"{least} instances were offered at the worst; the program printed:\n{program.Output}");
        // It is the same program still: it leaves in order, and is gone then.
        Assert.Equal(0, await program.TerminateAsync(Patience.Limit));
        await node.WhenOfferedAsync(StarvedHost.Service, 0);
    }

    private static string Program { get; } = Path.Combine(
        NodeBinary.Root, "bench", "Mesh.Trials", "bin", "Release", "net10.0", "Mesh.Trials.dll");
}
