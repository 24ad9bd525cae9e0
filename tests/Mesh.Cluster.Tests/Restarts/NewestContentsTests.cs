using System.Text.Json;
using Mesh.Testing;
using Mesh.Testing.Processes;
using Mesh.Testing.Restarts;

namespace Mesh.Cluster.Tests.Restarts;

/// <summary>Two nodes that had stored one instance differently start together.</summary>
public sealed class NewestContentsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task What_was_registered_last_wins_whichever_disk_it_is_on()
    {
        await using var older = new FixedNode(0, [], [], "--durable");
        await using var newer = new FixedNode(1, [older], [], "--durable");
        await older.StartAsync();
        await newer.StartAsync();
        older.Seeds = [older, newer];
        using var first = new NodeApi(older.Http);
        using var second = new NodeApi(newer.Http);
        await first.RegisterAsync("db", "moved", 5432, lifetime: "floating");
        await Eventually.EqualAsync(5432, () => PortAsync(second), "the port at the other node", limit: Limit);
        await older.KillAsync();
        await Eventually.EqualAsync(1, async () => (await second.MembersAsync()).Length, "members", limit: Limit);
        await second.RegisterAsync("db", "moved", 5433, lifetime: "floating");
        await newer.KillAsync();

        await Task.WhenAll(older.StartAsync(), newer.StartAsync());

        foreach (var api in (NodeApi[])[first, second])
        {
            await Eventually.EqualAsync(2, async () => (await api.MembersAsync()).Length, "members", limit: Limit);
            Assert.Equal(5433, await PortAsync(api));
        }
    }

    private static async Task<int> PortAsync(NodeApi api)
    {
        JsonElement[] all = [.. (await api.GetAsync("/mesh/v1/services/db")).GetProperty("instances").EnumerateArray()];
        return all is [var one] ? one.GetProperty("port").GetInt32() : 0;
    }
}
