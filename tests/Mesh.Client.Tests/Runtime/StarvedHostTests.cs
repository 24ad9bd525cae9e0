using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Client.Tests.Runtime;

/// <summary>A program of its own that blocks every thread of its pool, seen by a node in this process.</summary>
public sealed class StarvedHostTests
{
    // Longer than it took until others had removed it.
    private static readonly TimeSpan Starved = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Program_whose_thread_pool_is_blocked_is_offered_by_others_all_the_time()
    {
        await using var node = await EmbeddedNode.StartAsync();
        await using var program = new StarvedProgram("127.0.0.1", node.Address);
        await node.WhenOfferedAsync(StarvedProgram.Service, 1);
        var least = int.MaxValue;

        await program.StarveAsync();
        var start = TimeProvider.System.GetTimestamp();
        await Eventually.IsAsync(
            () =>
            {
                least = Math.Min(least, node.Hub.Snapshot.Find(StarvedProgram.Service)?.Instances.Count(i => i.IsOffered) ?? 0);
                return TimeProvider.System.GetElapsedTime(start) > Starved;
            },
            "not so: the time is over");
        program.Recover();

        Assert.True(least == 1, $"{least} instances were offered at the worst; the program printed:\n{program.Process.Output}");
        // It is the same program still: it leaves in order, and is gone then.
        Assert.Equal(0, await program.Process.TerminateAsync(Patience.Limit));
        await node.WhenOfferedAsync(StarvedProgram.Service, 0);
    }
}
