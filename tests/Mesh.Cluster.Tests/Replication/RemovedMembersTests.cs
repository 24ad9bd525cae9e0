using Mesh.Testing;

namespace Mesh.Cluster.Tests.Replication;

/// <summary>What becomes of the logs of members that are gone, in the copies of those that stay.</summary>
public sealed class RemovedMembersTests
{
    [Fact]
    public async Task Logs_of_members_that_came_and_went_are_freed_everywhere_and_nothing_is_without_an_owner()
    {
        await using var first = await ReplicatedNode.StartAsync();
        await using var second = await ReplicatedNode.StartAsync(first);
        ReplicatedNode[] left = [first, second];
        for (var round = 1; round <= 2; round++)
        {
            await using var gone = await ReplicatedNode.StartAsync(first);
            for (var i = 0; i < 40; i++)
            {
                await gone.RegisterAsync(TestCatalog.Instance("orders", $"{round}-{i}"));
                await gone.PutAsync($"{round}-{i}");
            }

            foreach (var node in left)
                await Eventually.EqualAsync((8, 8), () => node.LogsOfAsync(gone.Owner), "the logs are replicated");

            await gone.CrashAsync();

            foreach (var node in left)
            {
                await Eventually.EqualAsync((0, 0), () => node.LogsOfAsync(gone.Owner), "the logs are freed");
                await Eventually.EqualAsync((0, 0), () => Task.FromResult((node.Instances("orders"), node.Ownerless)), "nothing of it is left");
                await Eventually.EqualAsync(round * 40, () => Task.FromResult(node.Entries), "the entries live on");
            }
        }
    }
}
