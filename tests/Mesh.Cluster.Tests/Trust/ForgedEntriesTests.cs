using Akka.Actor;
using Mesh.Catalog;
using Mesh.Cluster.Tests.Replication;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Testing;
using Mesh.Trust;

namespace Mesh.Cluster.Tests.Trust;

/// <summary>A mesh with TLS one of whose members has turned.</summary>
public sealed class ForgedEntriesTests : IDisposable
{
    // Beyond whatever the victim writes: were it taken, the victim would never be heard again.
    private const long Silencing = 1L << 40;

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Forged_entries_are_refused_by_push_by_pull_and_in_distributed_data_and_honest_ones_go_on()
    {
        await using var victim = await StartAsync();
        await using var target = await StartAsync([victim]);
        await using var evil = await StartAsync([victim, target]);
        await victim.RegisterAsync(Instance("orders", "o-1"));
        await SeesAsync(target, "orders", 1);
        await SeesAsync(evil, "orders", 1);
        var forger = new Forger(evil);
        var forged = Forger.Part(victim.Owner, Instance("orders", "forged"), Silencing);

        var push = new ReplicationProtocol.Push(victim.Owner, 0, Relay: false, [forged], PolicyTable.Empty);
        forger.Tell(target.Owner, MeshNames.ReplicationPath, push, forger.Own);
        await CountsAsync(target, EntryFault.Sender);
        forger.Tell(target.Owner, MeshNames.ReplicationPath, push, forger.ActorOf(victim.Owner, MeshNames.ReplicationPath));
        forger.Tell(target.Owner, MeshNames.ReplicationPath, push, forger.ActorOf(target.Owner, MeshNames.ReplicationPath));
        var state = new ReplicationProtocol.BucketState(evil.Owner, forged);
        forger.Tell(target.Owner, MeshNames.ReplicationPath, state, forger.Own);
        await CountsAsync(target, EntryFault.Unsigned);
        await forger.ReplicateAsync(forged);
        await Eventually.IsAsync(
            async () => (await target.ReplicaAsync(forged.Index)).LogOf(victim.Owner).Version == Silencing, () => "gossip has not brought it");

        // In the forged bucket, so that what was refused has not hidden it.
        var honest = Enumerable.Range(0, 1_000).Select(n => Instance("orders", $"o-{n}")).Where(i => BucketKeys.IndexOf(i.Key, Forger.Buckets) == forged.Index)
            .Take(2).ToArray();
        await victim.RegisterAsync(honest[0]);
        await SeesAsync(target, "orders", 2 - (honest[0].Id.Value == "o-1" ? 1 : 0));
        await victim.RegisterAsync(honest[1]);
        var all = new HashSet<string> { "o-1", honest[0].Id.Value, honest[1].Id.Value };
        await SeesAsync(target, "orders", all.Count);
        await using var late = await StartAsync([target, evil]);
        await SeesAsync(late, "orders", all.Count);
        Assert.DoesNotContain("forged", target.Ids("orders"));
        Assert.DoesNotContain("forged", late.Ids("orders"));
        await ExplainsAsync(target, forged.Bucket.LogOf(victim.Owner).Live.Keys.Single(), Causes.Refused, evil.Owner.Address);
        await ExplainsAsync(target, honest[0].Key, Causes.WrittenBy, "CN=node");
    }

    [Fact]
    public async Task Entries_are_passed_on_with_the_signature_of_their_owner()
    {
        await using var owner = await StartAsync();
        await using var relay = await StartAsync([owner]);
        await owner.RegisterAsync(Instance("orders", "o-1"));
        await owner.PutAsync("orders/1");
        await SeesAsync(relay, "orders", 1);
        await Eventually.IsAsync(() => relay.Entries == 1, "the key has not come");
        var index = BucketKeys.IndexOf(Instance("orders", "o-1").Key, Forger.Buckets);

        // As a node asks that joins, or cannot reach the owner. The signature comes within a second.
        await using var third = await StartAsync([relay]);
        await Eventually.IsAsync(
            async () => (await AskAsync(third, relay, index)).Seals.Any(s => s.Owner == owner.Owner), () => "there is no signature");

        var given = await AskAsync(third, relay, index);
        var guard = GuardOf(third);
        Assert.Equal("o-1", Assert.Single(guard.Given(relay.Owner, index, given.Part.Bucket, given.Seals).LogOf(owner.Owner).Live).Key.Id.Value);
        Assert.Empty(guard.TakeRefusals());
        Assert.Equal(0, third.Refused.All().Sum(r => r.Count));
    }

    [Fact]
    public async Task Every_member_is_believed_where_signatures_are_off()
    {
        await using var victim = await StartAsync([], EntrySignatures.Off);
        await using var target = await StartAsync([victim], EntrySignatures.Off);
        await using var evil = await StartAsync([victim], EntrySignatures.Off);
        await victim.RegisterAsync(Instance("orders", "o-1"));
        await SeesAsync(target, "orders", 1);
        var forger = new Forger(evil);
        var forged = Forger.Part(victim.Owner, Instance("orders", "forged"), 1_000);

        forger.Tell(
            target.Owner, MeshNames.ReplicationPath, new ReplicationProtocol.Push(victim.Owner, 0, Relay: false, [forged], PolicyTable.Empty), forger.Own);

        // What the other tests refuse is what this one sees.
        await Eventually.IsAsync(() => target.Ids("orders").Contains("forged"), "the forged entry is not seen");
        Assert.Equal(0, target.Refused.All().Sum(r => r.Count));
    }

    [Fact]
    public async Task Mesh_goes_on_with_members_that_do_not_sign()
    {
        await using var older = await StartAsync([], EntrySignatures.Off);
        await using var newer = await StartAsync([older]);
        await older.RegisterAsync(Instance("orders", "o-1"));
        await newer.RegisterAsync(Instance("orders", "o-2"));
        await newer.PutAsync("orders/1");
        await SeesAsync(older, "orders", 2);
        await SeesAsync(newer, "orders", 2);

        await using var late = await StartAsync([newer]);
        await using var lateOlder = await StartAsync([older], EntrySignatures.Off);

        await SeesAsync(late, "orders", 2);
        await SeesAsync(lateOlder, "orders", 2);
        await Eventually.IsAsync(() => late.Entries == 1 && lateOlder.Entries == 1, "the key has not come");
    }

    [Fact]
    public async Task Node_registers_what_its_certificate_names_and_nothing_else()
    {
        await using var full = await StartAsync();
        await using var shop = await ReplicatedNode.StartAsync(_authority.Node("127.0.0.1", "mesh://mesh/service/shop-*"), full);
        await full.RegisterAsync(Instance("billing", "b-1"));
        await SeesAsync(shop, "billing", 1);

        await shop.RegisterAsync(Instance("shop-eu", "s-1"));
        await SeesAsync(full, "shop-eu", 1);
        var refused = await shop.System.ActorSelection(MeshNames.RegistryPath).Ask(
            new RegistryProtocol.Register(Instance("billing", "b-2"), Consistency.Local, TimeSpan.Zero), Patience.Limit);
        Assert.Contains("certificate of this node", Assert.Single(Assert.IsType<RegistryProtocol.Rejected>(refused).Faults).Bound, StringComparison.Ordinal);

        // Around its own registry.
        var forger = new Forger(shop);
        var path = $"{OwnerAddress.ToAkka(full.Owner.Address, ((ExtendedActorSystem)shop.System).Provider.DefaultAddress)}{MeshNames.RegistryPath}";
        var removal = new RegistryProtocol.Deregister(Instance("billing", "b-1").Key, new Evidence(Causes.Deregistered, "", ""));
        Assert.IsType<RegistryProtocol.Rejected>(await shop.System.ActorSelection(path).Ask(removal, Patience.Limit));
        var part = Forger.Part(shop.Owner, Instance("billing", "b-3"), 1_000);
        forger.Tell(full.Owner, MeshNames.ReplicationPath, new ReplicationProtocol.Push(shop.Owner, 0, false, [part], PolicyTable.Empty), forger.Own);
        await CountsAsync(full, EntryFault.Limits);

        await shop.RegisterAsync(Instance("shop-us", "s-2"));
        await SeesAsync(full, "shop-us", 1);
        Assert.Equal(["b-1"], full.Ids("billing"));
    }

    private Task<ReplicatedNode> StartAsync(ReplicatedNode[]? seeds = null, EntrySignatures signatures = EntrySignatures.Accept)
    {
        var tls = _authority.Node("127.0.0.1");
        tls.Signatures = signatures;
        return ReplicatedNode.StartAsync(tls, seeds ?? []);
    }

    private static ServiceInstance Instance(string service, string id) => new()
    {
        Service = ServiceName.Parse(service),
        Id = InstanceId.Parse(id),
        Host = "127.0.0.1",
        Port = 8080,
        Status = InstanceStatus.Passing,
    };

    private static Task SeesAsync(ReplicatedNode node, string service, int instances) => Eventually.IsAsync(
        () => node.Instances(service) == instances, $"{node.Owner} sees {node.Instances(service)} of {service}");

    private static Task CountsAsync(ReplicatedNode node, EntryFault fault) =>
        Eventually.IsAsync(() => node.Refused.Of(fault) > 0, $"nothing was refused for {fault}");

    private static async Task<ReplicationProtocol.BucketState> AskAsync(ReplicatedNode by, ReplicatedNode of, int index)
    {
        var path = $"{OwnerAddress.ToAkka(of.Owner.Address, ((ExtendedActorSystem)by.System).Provider.DefaultAddress)}{MeshNames.RegistryPath}";
        return Assert.IsType<ReplicationProtocol.BucketState>(
            await by.System.ActorSelection(path).Ask(new ReplicationProtocol.Pull(by.Owner, [index]), Patience.Limit));
    }

    private static async Task ExplainsAsync(ReplicatedNode node, InstanceKey key, string cause, string said)
    {
        var answer = await node.System.ActorSelection(MeshNames.RegistryPath).Ask(new RegistryProtocol.Explain(key), Patience.Limit);
        var told = Assert.IsType<RegistryProtocol.Explanation>(answer).Events.Where(e => e.Evidence.Cause == cause).ToArray();
        Assert.Contains(told, e => $"{e.Evidence.Observer} {e.Evidence.Detail}".Contains(said, StringComparison.Ordinal));
    }

    private static EntryGuard<InstanceBucket, InstanceKey, ServiceInstance> GuardOf(ReplicatedNode node) => new(
        node.Owner, Forger.Buckets, new EntryGuardTerms<InstanceKey, ServiceInstance>(
            node.System.Settings.Setup.Get<Links.MeshTransportSetup>().Value.Trust, "mesh", "instances", Wire.InstanceBucketWire.Instance.Digest,
            static (_, _) => true, node.Refused, TimeProvider.System));
}
