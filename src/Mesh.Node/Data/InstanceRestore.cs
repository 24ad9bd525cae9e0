using Mesh.Catalog;
using Mesh.Client;
using Mesh.Hosting;
using Mesh.Registry;

namespace Mesh.Node.Data;

/// <summary>Brings stored instances back once the node holds what the others hold, as far as nothing newer is known.</summary>
internal sealed class InstanceRestore(IMeshClient client, IMeshTransport transport, MeshHub hub, TimeProvider time)
{
    private const int AtOnce = 16;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <param name="settled">Told of each instance, and whether it was brought back.</param>
    public async Task RunAsync(
        IReadOnlyList<ServiceInstance> stored, Action<InstanceKey, bool> settled, CancellationToken cancellation)
    {
        await hub.FirstFilled.WaitAsync(cancellation);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            stored, options, async (instance, token) => settled(instance.Key, await RestoreAsync(instance, token)));
    }

    /// <summary>What this node keeps for others.</summary>
    public async Task RunAsync(IReadOnlyList<KeptPlace> stored, CancellationToken cancellation)
    {
        await hub.FirstFilled.WaitAsync(cancellation);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(stored, options, async (place, token) =>
        {
            var command = new RegistryProtocol.Register(place.Record, Consistency.Local, TimeSpan.Zero) { Restores = true, KeptSince = place.Since };
            while (await transport.AskAsync(MeshNames.Registry, command, RetryInterval, token) is not RegistryProtocol.IRegisterReply)
                await Task.Delay(RetryInterval, time, token);
        });
    }

    private async Task<bool> RestoreAsync(ServiceInstance stored, CancellationToken cancellation)
    {
        while (true)
        {
            // Asked for each attempt: somebody may have registered it meanwhile.
            if (stored.Claim == 0 && !await IsToRestoreAsync(stored, cancellation))
                return false;
            // With a claim the registry decides: what is known of the key, a deregistration too, may be newer.
            var command = new RegistryProtocol.Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = stored.Claim != 0 };
            if (await transport.AskAsync(MeshNames.Registry, command, RetryInterval, cancellation) is RegistryProtocol.IRegisterReply)
                return hub.OwnRegistrations.ContainsKey(stored.Key);
            await Task.Delay(RetryInterval, time, cancellation);
        }
    }

    private async Task<bool> IsToRestoreAsync(ServiceInstance stored, CancellationToken cancellation)
    {
        var isHeld = client.Snapshot.Find(stored.Service.Value)?.Instances.Any(v => v.Instance.Id == stored.Id) is true;
        return RestoreDecision.IsToRestore(isHeld, isHeld ? [] : await StoryAsync(stored.Key, cancellation));
    }

    private async Task<IReadOnlyList<CatalogEvent>> StoryAsync(InstanceKey key, CancellationToken cancellation)
    {
        // Who is alone has nobody to ask, and remembers nothing of before.
        if (client.Snapshot.Contacts.IsEmpty)
            return [];
        return await client.ExplainAsync(key, cancellation) is MeshReplies.Explanation told ? told.Events : [];
    }
}
