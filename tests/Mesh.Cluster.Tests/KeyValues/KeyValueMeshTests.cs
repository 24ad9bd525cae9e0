using System.Runtime.CompilerServices;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Cluster.Tests.KeyValues;

/// <summary>Several nodes in this process, each with its own ActorSystem, over remoting on loopback.</summary>
public sealed class KeyValueMeshTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Entries_travel_deletions_win_and_late_comers_get_everything()
    {
        await using var mesh = await StartAsync(3);
        Assert.IsType<Applied>(await Put(mesh[0], "k", "1"));
        await Until(mesh, n => Get(n, "k") == "1");
        Assert.Single(Assert.IsType<Applied>(await Delete(mesh[1], "k")).Previous[0]);
        await Until(mesh, n => Get(n, "k") is null);
        foreach (var n in Enumerable.Range(0, 200))
            await Put(mesh[n % 3], $"k{n}", $"{n}");
        await Put(mesh[2], "large", new string('x', KeyValueLimits.ValueLength));
        await mesh.AddAsync();
        await Until(mesh, n => Store(n).Snapshot.Count == 201);

        Assert.Equal(Text(mesh[0]), Text(mesh[3]));
    }

    [Fact]
    public async Task Entries_and_leases_of_a_dead_node_are_adopted_and_end_only_when_nobody_renews()
    {
        await using var mesh = await StartAsync(3);
        var lease = Assert.IsType<Granted>(await Store(mesh[2]).GrantAsync(0, 10)).Lease;
        await Put(mesh[2], "kept", "1");
        await Put(mesh[2], "leased", "1", lease);
        await Until(
            mesh, n => Get(n, "leased") == "1" && Store(n).Snapshot.Leases.Contains(lease), () => Renew(mesh[2], lease));
        var seen = Store(mesh[0]).Snapshot.Revision;
        var dead = mesh[2].Address;
        var dying = mesh.DownAsync(2);

        // Renewed at another node all the while, the lease outlives its owner.
        await Until(
            mesh,
            n => dying.IsCompleted && Store(n).Snapshot.Range(default, null).All(e => e.Owner.Address != dead),
            () => Renew(mesh[0], lease));
        await dying;
        Assert.Equal(["kept", "leased"], Store(mesh[0]).Snapshot.Range(default, null).Select(e => e.Key.ToString()));
        Assert.Empty(Store(mesh[0]).ChangesSince(seen).Items!.Value);
        await Until(mesh, n => Get(n, "leased") is null);
        Assert.All(mesh.Nodes, n => Assert.Equal("1", Get(n, "kept")));
    }

    [Fact]
    public async Task Lease_is_renewed_asked_for_and_revoked_at_any_node()
    {
        await using var mesh = await StartAsync(2);
        var lease = Assert.IsType<Granted>(await Store(mesh[0]).GrantAsync(0, 30)).Lease;
        await Until(mesh, n => Store(n).Snapshot.Leases.Contains(lease));
        await Put(mesh[1], "k", "1", lease);
        await Until(mesh, n => Get(n, "k") == "1");

        Assert.Equal(new KeptAlive(lease, 30), await Store(mesh[1]).KeepAliveAsync(lease));
        var left = Assert.IsType<Remaining>(await Store(mesh[1]).TimeToLiveAsync(lease));
        Assert.Equal((30, "k"), (left.Ttl, Assert.Single(left.Keys).ToString()));
        Assert.Equal(new Revoked(lease), await Store(mesh[1]).RevokeAsync(lease));
        await Until(mesh, n => Store(n).Snapshot is { Count: 0, Leases.Count: 0 });
    }

    [Fact]
    public async Task Instance_that_an_entry_describes_is_in_every_registry_and_follows_its_entry()
    {
        await using var mesh = await StartAsync(3, b => b.Services.AddSingleton<InstanceRule>(Rule));
        await Put(mesh[2], "/services/orders/10.0.0.1:80", "x");
        await Until(mesh, n => n.Client.Resolve("orders").Instances.Length == 1);
        Assert.True(DerivedInstances.IsDerived(mesh[0].Client.Resolve("orders").Instances[0].Instance));
        var dead = mesh[2].Address;
        await mesh.DownAsync(2);
        await Until(mesh, n => n.Client.Resolve("orders").Instances is [{ } view] && view.Owner.Address != dead);
        await Delete(mesh[0], "/services/orders/10.0.0.1:80");
        await Until(mesh, n => n.Client.Resolve("orders").Instances.Length == 0);
    }

    private static ServiceInstance? Rule(Octets key, Octets value)
    {
        var parts = key.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["services", var service, var address] && HostPort.TrySplit(address, out var host, out var port)
            ? new ServiceInstance
            {
                Service = ServiceName.Parse(service),
                Id = InstanceId.Parse(address),
                Host = host,
                Port = port,
                Status = InstanceStatus.Passing,
            }
            : null;
    }

    private static Task<StoreFleet> StartAsync(int count, Action<MeshBuilder>? configure = null) =>
        StoreFleet.StartAsync(count, configure);

    private static IMeshKeyValues Store(EmbeddedNode node) => node.Services.GetRequiredService<IMeshKeyValues>();

    private static string? Get(EmbeddedNode node, string key) => Store(node).Snapshot.Find(Octets.Utf8(key))?.Value.ToString();

    private static string Text(EmbeddedNode node) => string.Join(
        ' ', Store(node).Snapshot.Range(default, null).Select(e => $"{e.Key}={e.Value}@{e.Owner}"));

    private static Task<IApplyReply> Put(EmbeddedNode node, string key, string value, long lease = 0) =>
        Store(node).ApplyAsync(new KeyBatch(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8(value), lease)));

    private static Task<IApplyReply> Delete(EmbeddedNode node, string key) =>
        Store(node).ApplyAsync(new KeyBatch(new KeyWrite.Delete(Octets.Utf8(key))));

    private static async Task Renew(EmbeddedNode node, long lease) =>
        Assert.False(await Store(node).KeepAliveAsync(lease) is LeaseNotFound, "a lease that is renewed ended");

    private static Task Until(
        StoreFleet mesh,
        Func<EmbeddedNode, bool> condition,
        Func<Task>? meanwhile = null,
        [CallerMemberName] string phase = "",
        [CallerArgumentExpression(nameof(condition))] string expected = "") => Eventually.IsAsync(
        async () =>
        {
            if (mesh.Nodes.All(condition))
                return true;
            if (meanwhile is not null)
                await meanwhile();
            return false;
        },
        () => string.Join(" | ", mesh.Nodes.Select(Text)),
        Limit,
        TimeSpan.FromMilliseconds(100),
        phase,
        expected);
}
