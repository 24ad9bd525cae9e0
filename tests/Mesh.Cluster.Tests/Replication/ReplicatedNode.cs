using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.DistributedData;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.KeyValues;
using Mesh.Links;
using Mesh.Membership;
using Mesh.Replication;
using Mesh.Testing;
using Mesh.Trust;

namespace Mesh.Cluster.Tests.Replication;

/// <summary>A node on an ActorSystem of its own, whose copy of the replicated state can be looked at.</summary>
internal sealed class ReplicatedNode : IAsyncDisposable
{
    // As in a real node, but seconds where there are minutes. A crash here is an ActorSystem that ends without leaving.
    private const string Soon = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.cluster.distributed-data.pruning-interval = 1s
        akka.cluster.distributed-data.max-pruning-dissemination = 2s
        """;

    private readonly ActorSystem _system;
    private readonly MeshSetup _parts;

    private ReplicatedNode(ActorSystem system, MeshSetup parts)
    {
        _system = system;
        _parts = parts;
        Owner = OwnerAddress.Of(Akka.Cluster.Cluster.Get(system).SelfUniqueAddress);
    }

    public Owner Owner { get; }

    public int Ownerless => _parts.Hub.OwnerlessEntries;

    public ActorSystem System => _system;

    /// <summary>How much was not taken for another node's entries, by why.</summary>
    public RefusedEntries Refused => _parts.Hub.Refused;

    public static Task<ReplicatedNode> StartAsync(params ReplicatedNode[] seeds) => StartAsync(new MeshTlsOptions(), seeds);

    public static async Task<ReplicatedNode> StartAsync(MeshTlsOptions tls, params ReplicatedNode[] seeds)
    {
        var options = new MeshOptions { Port = 0, StableAfter = TimeSpan.FromSeconds(1), Buckets = 8, Tls = tls };
        foreach (var seed in seeds)
            options.Seeds.Add(seed.Owner.Address);
        var config = ConfigurationFactory.ParseString(Soon).WithFallback(MeshHocon.For(options));
        var parts = MeshSetup.Create(options);
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), MeshLogFilter.Setup);
        if (MeshTransportSetup.Of(parts.Certificates.Value) is { } certificates)
            setup = setup.And(certificates);
        var system = ActorSystem.Create(MeshNames.ActorSystem, setup);
        await system.StartMeshAsync(parts);
        await parts.Hub.FirstReady.WaitAsync(Patience.Limit);
        return new ReplicatedNode(system, parts);
    }

    public int Instances(string service) => _parts.Hub.Snapshot.Find(service)?.Instances.Length ?? 0;

    public string[] Ids(string service) => [.. _parts.Hub.Snapshot.Find(service)?.Instances.Select(i => i.Instance.Id.Value) ?? []];

    public int Entries => _parts.KeyValues.Snapshot.Count;

    public async Task RegisterAsync(ServiceInstance instance) =>
        Assert.IsType<Registry.RegistryProtocol.Registered>(await _system.ActorSelection(MeshNames.RegistryPath).Ask(
            new Registry.RegistryProtocol.Register(instance, Consistency.Local, TimeSpan.Zero), Patience.Limit));

    public async Task PutAsync(string key)
    {
        var call = new KeyValueCall.Apply(new KeyBatch([new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8("x"))]));
        _parts.KeyValues.Inbox!.Post(call);
        Assert.IsType<KeyValueProtocol.Applied>(await call.Task.WaitAsync(Patience.Limit));
    }

    /// <summary>In how many buckets of instances, and of keys, Distributed Data has a log of an owner here.</summary>
    public async Task<(int Instances, int Keys)> LogsOfAsync(Owner owner)
    {
        var (instances, keys) = (0, 0);
        for (var i = 0; i < _parts.Options.Buckets; i++)
        {
            if (await GetAsync(BucketKeys.Key(i, _parts.Options.Buckets)) is { } bucket && bucket.Logs.ContainsKey(owner))
                instances++;
            if (await GetAsync(KeyBuckets.Key(i, _parts.Options.Buckets)) is { } ofKeys && ofKeys.Logs.ContainsKey(owner))
                keys++;
        }

        return (instances, keys);
    }

    /// <summary>Ends without a word to the others.</summary>
    public Task CrashAsync() => _system.Terminate();

    public async ValueTask DisposeAsync() => await _system.Terminate();

    /// <summary>The bucket of instances as Distributed Data has it here; empty: it has none.</summary>
    public async Task<InstanceBucket> ReplicaAsync(int index) =>
        await GetAsync(BucketKeys.Key(index, _parts.Options.Buckets)) ?? InstanceBucket.Empty;

    private async Task<T?> GetAsync<T>(Key<T> key)
        where T : class, IReplicatedData =>
        await DistributedData.Get(_system).Replicator.Ask(Dsl.Get(key, ReadLocal.Instance), Patience.Limit) is GetSuccess found
            ? found.Get(key)
            : null;
}
