using Mesh.Catalog;
using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Testing.WireVersions;
using Mesh.Views;
using Microsoft.Extensions.DependencyInjection;
using static Mesh.Client.KeyValueReplies;
using static Mesh.Client.MeshReplies;

namespace Mesh.Cluster.Tests.Versions;

/// <summary>
/// Nodes of three versions in one mesh, each an embedded node that reads and writes as its version does. There is one wire
/// version so far; the older and the newer one are of this build, but for their serializer.
/// </summary>
[Collection(WireTally.Users)]
public sealed class MixedVersionsTests
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private static readonly WireTally[] Tallies = [OlderSerializer.Seen, PresentSerializer.Seen, NewerSerializer.Seen];

    [Fact]
    public async Task Older_present_and_newer_nodes_are_one_mesh_in_which_nothing_is_dropped()
    {
        Assert.All(Tallies, t => t.Clear());
        await using var older = await StartAsync<OlderSerializer>([]);
        await using var present = await StartAsync<PresentSerializer>([older]);
        await using var newer = await StartAsync<NewerSerializer>([present]);
        EmbeddedNode[] nodes = [older, present, newer];
        await KnownToEachOtherAsync(nodes);

        await RegisterAndFindAsync(nodes);
        await UpdateAsync(nodes);
        await KeepValuesAsync(nodes);
        // Who comes late is told all by those who are there.
        await using var lateOlder = await StartAsync<OlderSerializer>([newer]);
        await using var lateNewer = await StartAsync<NewerSerializer>([older]);
        EmbeddedNode[] all = [.. nodes, lateOlder, lateNewer];
        await KnownToEachOtherAsync(all);
        await SameEverywhereAsync(all, 3);
        await DrainAndDeregisterAsync(all);

        Assert.All(Tallies, t => Assert.Empty(t.Faults));
        Assert.All(all, n => Assert.DoesNotContain(n.Log.Faults, line => !IsOfLateHeartbeats(line)));
        AssertSpoken();
    }

    /// <summary>What a machine that has much else to do makes the nodes say.</summary>
    private static bool IsOfLateHeartbeats(string line) =>
        line.StartsWith("Warning Akka.Cluster.ClusterHeartbeatSender:", StringComparison.Ordinal)
        || line.StartsWith("Warning Akka.Remote.PhiAccrualFailureDetector:", StringComparison.Ordinal)
        || line.StartsWith("Warning Mesh.Membership.MembershipActor: This node judges nobody for a while", StringComparison.Ordinal);

    private static async Task RegisterAndFindAsync(EmbeddedNode[] nodes)
    {
        foreach (var node in nodes)
        {
            var registered = Assert.IsType<Registered>(
                await node.Client.RegisterAsync(InstanceOf(node, nodes), Consistency.All, Patience.Limit));
            Assert.Equal((true, nodes.Length), (registered.Reached, registered.ConfirmedBy));
        }

        await SameEverywhereAsync(nodes, nodes.Length);
        foreach (var node in nodes)
            Assert.Equal(nodes.Select(n => Said(InstanceOf(n, nodes))).Order(), Views(node).Select(v => Said(v.Instance)).Order());
    }

    /// <summary>Each says of the next one's instance how it is, and how callers choose among a service of its own.</summary>
    private static async Task UpdateAsync(EmbeddedNode[] nodes)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var key = InstanceOf(nodes[(i + 1) % nodes.Length], nodes).Key;
            Assert.IsType<StatusSet>(await nodes[i].Client.SetStatusAsync(key, InstanceStatus.Critical, "by another version"));
            foreach (var node in nodes)
                await node.WhenAsync(s => StatusOf(s, key) is InstanceStatus.Critical, $"{key} critical");
            Assert.Contains(
                Assert.IsType<Explanation>(await nodes[i].Client.ExplainAsync(key)).Events, e => e.Evidence.Detail == "by another version");
            Assert.IsType<StatusSet>(await nodes[i].Client.SetStatusAsync(key, InstanceStatus.Passing));

            var service = ServiceName.Parse($"of-{i}");
            var policy = ServicePolicy.Default with { Policy = PolicyNames.Weighted, Shares = ValueMap<int>.From([new("version=2", 5)]) };
            Assert.IsType<PolicySet>(await nodes[i].Client.SetPolicyAsync(service, policy));
            foreach (var node in nodes)
                await Eventually.EqualAsync(policy, () => Task.FromResult(node.Client.PolicyOf(service)), $"policy of {service}");
        }

        await SameEverywhereAsync(nodes, nodes.Length);
    }

    private static async Task KeepValuesAsync(EmbeddedNode[] nodes)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var lease = Assert.IsType<Granted>(await Store(nodes[i]).GrantAsync(0, 600)).Lease;
            var key = Octets.Utf8($"k-{i}");
            Assert.IsType<Applied>(await Store(nodes[i]).ApplyAsync(new KeyBatch(new KeyWrite.Put(key, Octets.Utf8("v"), lease))));
            foreach (var node in nodes)
            {
                await Eventually.IsAsync(
                    () => Store(node).Snapshot.Find(key)?.Lease == lease && Store(node).Snapshot.Leases.Contains(lease), $"{key} is not there");
                Assert.Equal(new KeptAlive(lease, 600), await Store(node).KeepAliveAsync(lease));
            }

            Assert.Single(Assert.IsType<Remaining>(await Store(nodes[(i + 1) % nodes.Length]).TimeToLiveAsync(lease)).Keys);
        }
    }

    /// <summary>Each drains its own instance, and the next one takes it off.</summary>
    private static async Task DrainAndDeregisterAsync(EmbeddedNode[] all)
    {
        var nodes = all[..3];
        for (var i = 0; i < nodes.Length; i++)
        {
            // The registry hears of a new member later than the membership does.
            await Eventually.EqualAsync(
                all.Length,
                async () => Assert.IsType<Registered>(
                    await nodes[i].Client.RegisterAsync(InstanceOf(nodes[i], nodes), Consistency.All, Patience.Limit)).ConfirmedBy,
                "nodes that confirm");
            var key = InstanceOf(nodes[i], nodes).Key;
            var drained = Assert.IsType<Drained>(await nodes[i].Client.DrainAsync(key, Patience.Limit));
            Assert.Empty(drained.Unconfirmed);
            Assert.Equal(all.Select(n => n.Address).Order(), drained.Confirmed.Order());
            Assert.IsType<Deregistered>(await nodes[(i + 1) % nodes.Length].Client.DeregisterAsync(key, "done"));
            foreach (var node in all)
                await node.WhenAsync(s => StatusOf(s, key) is null, $"{key} gone");
        }

        await SameEverywhereAsync(all, 0);
    }

    /// <summary>The newer ones wrote and the older ones read, of each feature, what belongs to it.</summary>
    private static void AssertSpoken()
    {
        string[] spoken =
        [
            // Join and membership, pushes and their acknowledgement.
            "mk1", "mw1", "mh1", "pu1", "pa1",
            // Commands passed on to the owner, their replies, the story of an instance; entries and leases.
            "fw1", "st1", "ge1", "ev1", "kp1", "lc1", "la1",
        ];
        Assert.Empty(spoken.Except(NewerSerializer.Seen.Written.Keys));
        Assert.Empty(spoken.Except(OlderSerializer.Seen.Read.Keys));

        // Who of the three answers one who joins follows from who was heard of first.
        string[] joining = ["gv1", "vs1"];
        Assert.Empty(joining.Except(Tallies.SelectMany(t => t.Written.Keys)));
        Assert.Empty(joining.Except(Tallies.SelectMany(t => t.Read.Keys)));
    }

    private static async Task KnownToEachOtherAsync(EmbeddedNode[] nodes)
    {
        foreach (var node in nodes)
        {
            await Eventually.EqualAsync(
                nodes.Select(n => n.Address).Order(),
                () => Task.FromResult(node.Inspector.Members.Items.Select(m => m.Owner.Address).Order()),
                $"members that {node.Address} knows");
            // The registry, which counts those that confirm, hears of a new member later than the membership does.
            await Eventually.EqualAsync(
                nodes.Where(n => n != node).Select(n => n.Address).Order(),
                () => Task.FromResult(node.Client.Snapshot.Contacts.Keys.Select(o => o.Address).Order()),
                $"members that the registry of {node.Address} knows");
        }
    }

    /// <summary>Every node has so many instances, the same ones.</summary>
    private static async Task SameEverywhereAsync(EmbeddedNode[] nodes, int count)
    {
        foreach (var node in nodes)
            await node.WhenOfferedAsync(Orders.Value, count);
        foreach (var node in nodes[1..])
            Assert.Equal(Views(nodes[0]).Select(v => v.ToString()), Views(node).Select(v => v.ToString()));
    }

    private static IEnumerable<InstanceView> Views(EmbeddedNode node) =>
        node.Client.Resolve(Orders.Value).Instances.OrderBy(v => v.Instance.Id);

    private static InstanceStatus? StatusOf(CatalogSnapshot snapshot, InstanceKey key) =>
        snapshot.Find(key.Service.Value)?.Instances.SingleOrDefault(i => i.Instance.Key == key)?.Instance.Status;

    private static string Said(ServiceInstance instance) => (instance with { RegisteredAt = default, Claim = 0 }).ToString();

    private static ServiceInstance InstanceOf(EmbeddedNode node, EmbeddedNode[] nodes) => TestCatalog.Instance(
        Orders.Value, $"o-{Array.IndexOf(nodes, node)}", 8080 + Array.IndexOf(nodes, node)) with
    {
        Ports = ValueMap<int>.From([new("grpc", 8081)]),
        Zone = "z-1",
        Version = "2",
        Tags = ["blue", "fast"],
        Metadata = ValueMap<string>.From([new("team", "checkout")]),
        Weight = 300,
    };

    private static IMeshKeyValues Store(EmbeddedNode node) => node.Services.GetRequiredService<IMeshKeyValues>();

    private static async Task<EmbeddedNode> StartAsync<TSerializer>(IEnumerable<EmbeddedNode> seeds)
        where TSerializer : VersionSerializer
    {
        var serializer = $"{typeof(TSerializer).FullName}, {typeof(TSerializer).Assembly.GetName().Name}";
        var settings = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(settings, $$"""
                akka.actor {
                  serializers.mesh = "{{serializer}}"
                  serialization-identifiers { "{{serializer}}" = 4053 }
                }
                """);
            return await EmbeddedNode.StartAsync(m => m.WithSettingsFile(settings), seeds);
        }
        finally
        {
            File.Delete(settings);
        }
    }
}
