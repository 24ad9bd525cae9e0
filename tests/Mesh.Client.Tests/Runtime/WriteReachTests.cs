using Mesh.Catalog;
using Mesh.Client.Local;
using Mesh.KeyValues;
using Mesh.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Client.Tests.Runtime;

/// <summary>A caller that goes from node to node, as clients with several endpoints do, sees its own writes at each.</summary>
public sealed class WriteReachTests
{
    private const int Rounds = 40;

    [Fact]
    public async Task Caller_that_goes_from_node_to_node_sees_its_keys_and_their_deletion()
    {
        var nodes = await StartAsync();
        IMeshKeyValues[] stores = [.. nodes.Select(n => n.Services.GetRequiredService<IMeshKeyValues>())];
        var whole = 0;
        for (var i = 0; i < Rounds; i++)
        {
            // A member that is suspected is not waited for: on a machine that stands still for a while that may happen.
            var missing = MissingMembers.Follow();
            var key = Octets.Utf8($"k{i}");
            var granted = Assert.IsType<KeyValueReplies.Granted>(await stores[i % 3].GrantAsync(0, 60));
            Assert.IsType<KeyValueReplies.Applied>(
                await stores[(i + 1) % 3].ApplyAsync(new KeyBatch(new KeyWrite.Put(key, Octets.Utf8("1"), granted.Lease))));
            var seen = stores[(i + 2) % 3].Snapshot.Find(key)?.Lease;
            var deleted = Assert.IsType<KeyValueReplies.Applied>(
                await stores[i % 3].ApplyAsync(new KeyBatch(new KeyWrite.Delete(key))));
            var left = stores[(i + 1) % 3].Snapshot.Find(key);
            if (missing.Members.Count > 0)
                continue;
            whole++;
            Assert.Equal(granted.Lease, seen);
            Assert.Single(deleted.Previous[0]);
            Assert.Null(left);
        }

        Assert.True(whole > Rounds / 2, $"members were missed in {Rounds - whole} of {Rounds} rounds");

        await StopAsync(nodes);
    }

    [Fact]
    public async Task Caller_that_goes_from_node_to_node_sees_its_instances_and_their_end()
    {
        var nodes = await StartAsync();
        var whole = 0;
        for (var i = 0; i < Rounds; i++)
        {
            // A member that is suspected is not waited for: on a machine that stands still for a while that may happen.
            var missing = MissingMembers.Follow();
            var instance = Instance("orders", $"o-{i}");
            Assert.IsType<MeshReplies.Registered>(await nodes[i % 3].Client.RegisterAsync(instance));
            var seen = nodes[(i + 1) % 3].Client.Pick("orders")?.Instance.Id;
            Assert.IsType<MeshReplies.Deregistered>(await nodes[(i + 1) % 3].Client.DeregisterAsync(instance.Key));
            var left = nodes[(i + 2) % 3].Client.Pick("orders");
            if (missing.Members.Count > 0)
                continue;
            whole++;
            Assert.Equal(instance.Id, seen);
            Assert.Null(left);
        }

        Assert.True(whole > Rounds / 2, $"members were missed in {Rounds - whole} of {Rounds} rounds");

        await StopAsync(nodes);
    }

    /// <summary>Three nodes of which each has heard from each: a member that is not known yet is not waited for.</summary>
    private static async Task<IReadOnlyList<EmbeddedNode>> StartAsync()
    {
        // Long enough for a machine that does other work: the time is a bound, not what it takes.
        var nodes = await EmbeddedNode.StartManyAsync(3, m => m.Configure(o => o.WriteReach = TimeSpan.FromSeconds(5)));
        foreach (var node in nodes)
        {
            var store = node.Services.GetRequiredService<IMeshKeyValues>();
            var first = Instance("first", node.Address.Replace(':', '-'));
            Assert.IsType<MeshReplies.Registered>(await node.Client.RegisterAsync(first));
            await store.ApplyAsync(new KeyBatch(new KeyWrite.Put(Octets.Utf8(node.Address), Octets.Utf8("first"))));
            foreach (var other in nodes)
            {
                await other.WhenAsync(
                    s => s.Find("first")?.Instances.Any(v => v.Instance.Id == first.Id) is true, $"the first instance of {node.Address}");
                await WhenKeyAsync(other.Services.GetRequiredService<IMeshKeyValues>(), Octets.Utf8(node.Address));
            }
        }

        return nodes;
    }

    private static async Task WhenKeyAsync(IMeshKeyValues store, Octets key)
    {
        while (true)
        {
            var changes = store.ChangesSince(store.Snapshot.Revision);
            if (changes.Snapshot.Find(key) is not null)
                return;
            await changes.Next.WaitAsync(Patience.Limit);
        }
    }

    private static ServiceInstance Instance(string service, string id) => new()
    {
        Service = ServiceName.Parse(service),
        Id = InstanceId.Parse(id),
        Host = "10.0.0.1",
        Port = 80,
        Status = InstanceStatus.Passing,
    };

    private static async Task StopAsync(IEnumerable<EmbeddedNode> nodes)
    {
        foreach (var node in nodes.Reverse())
            await node.DisposeAsync();
    }
}
