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

    /// <param name="told">Told what became of each instance.</param>
    public async Task RunAsync(IReadOnlyList<ServiceInstance> stored, Action<RestoredRecord> told, CancellationToken cancellation)
    {
        await hub.FirstFilled.WaitAsync(cancellation);
        await Parallel.ForEachAsync(stored, Options(cancellation), async (instance, token) => told(await RestoreAsync(instance, token)));
    }

    /// <summary>What this node keeps for others.</summary>
    public async Task RunAsync(IReadOnlyList<KeptPlace> stored, Action<RestoredRecord> told, CancellationToken cancellation)
    {
        await hub.FirstFilled.WaitAsync(cancellation);
        await Parallel.ForEachAsync(stored, Options(cancellation), async (place, token) => told(await RestoreAsync(place, token)));
    }

    private static ParallelOptions Options(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };

    private async Task<RestoredRecord> RestoreAsync(KeptPlace place, CancellationToken cancellation)
    {
        var command = new RegistryProtocol.Register(place.Record, Consistency.Local, TimeSpan.Zero) { Restores = true, KeptSince = place.Since };
        while (true)
        {
            if (await AskAsync(command, cancellation) is { } found)
                return found with { IsBack = hub.Retained.Places.ContainsKey(found.Key) };
            await Task.Delay(RetryInterval, time, cancellation);
        }
    }

    private async Task<RestoredRecord> RestoreAsync(ServiceInstance stored, CancellationToken cancellation)
    {
        while (true)
        {
            // Asked for each attempt: somebody may have registered it meanwhile.
            if (stored.Claim == 0 && !await IsToRestoreAsync(stored, cancellation))
                return RestoredRecord.Settled(stored.Key, isBack: false);
            // With a claim the registry decides: what is known of the key, a deregistration too, may be newer.
            var command = new RegistryProtocol.Register(stored, Consistency.Local, TimeSpan.Zero) { Restores = stored.Claim != 0 };
            if (await AskAsync(command, cancellation) is { } found)
                return found with { IsBack = hub.OwnRegistrations.ContainsKey(found.Key) };
            await Task.Delay(RetryInterval, time, cancellation);
        }
    }

    /// <summary>Null: the registry did not decide.</summary>
    private async Task<RestoredRecord?> AskAsync(RegistryProtocol.Register command, CancellationToken cancellation)
    {
        var reply = await transport.AskAsync(MeshNames.Registry, command, RetryInterval, cancellation);
        return RestoreDecision.FateOf(reply) is RestoreFate.Open ? null : new(command.Instance.Key, IsBack: false, RestoreDecision.RefusalOf(reply));
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
