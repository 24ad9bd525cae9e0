using Mesh.Testing.Processes;

namespace Mesh.Cluster.Tests.Nodes;

/// <summary>A host that embeds its node stands still longer than the others wait before they remove it.</summary>
public sealed class FreezeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Frozen_host_is_removed_and_back_with_its_registration_and_its_lookups_never_fail()
    {
        await using var first = await NodeProcess.StartAsync();
        await using var second = await NodeProcess.StartAsync("--seed", first.Address);
        using var apis = new NodeApis(first, second);
        await using var frozen = new OrdersProcess("frozen", first.Address);
        await using var other = new OrdersProcess("other", second.Address);
        frozen.Start();
        other.Start();
        foreach (var api in apis.All)
            await InRotationAsync(api, "frozen", "other");

        frozen.Process.Freeze();
        foreach (var api in apis.All)
            await api.UntilIdsAsync("orders", Limit, "other");
        frozen.Process.Thaw();

        foreach (var api in apis.All)
        {
            await NodeApi.UntilAsync(
                async () =>
                {
                    // Each look is a lookup in the host's own view: before, during and after its node's restart.
                    Assert.NotEmpty(await frozen.OfferedAsync());
                    return (await api.InRotationAsync("orders")).Contains("frozen");
                },
                Limit,
                "the frozen host's instance is in rotation again");
        }
    }

    private static Task<TimeSpan> InRotationAsync(NodeApi api, params string[] ids) => NodeApi.UntilAsync(
        async () => (await api.InRotationAsync("orders")).Order().SequenceEqual(ids), Limit, string.Join(',', ids));
}
