using Mesh.Catalog;
using Mesh.Client;
using Mesh.Client.Local;
using Mesh.Node.Access;
using Mesh.Registry;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Snapshots;

/// <summary>
/// Brings back what a snapshot holds, as new writes through this node: it replaces what the mesh has under the same names,
/// and leaves alone what it has beside, and what is there already. Leases begin anew.
/// </summary>
internal sealed class SnapshotLoading(
    RegistryCalls registry, IMeshKeyValues keys, IOptions<MeshClientOptions> options, PresentGrant? present = null)
{
    private const int AtOnce = 16;

    /// <summary>What is there now, and null, or what could not be brought back, in words. To do it again is no harm.</summary>
    public async Task<(SnapshotReply Loaded, string? Fault)> LoadAsync(SnapshotContent content, CancellationToken cancellation)
    {
        // An order of an operator's, who brings back what others have written: no token's quota is meant.
        present?.Value = null;
        var entries = new EntryLoading(keys, content.Leases);
        // First: whatever is in the way of the entries, nobody has to do without the instances.
        var (instances, fault) = await RegisterAsync(content.Instances, cancellation);
        fault ??= await entries.LoadAsync(content.Entries, cancellation);
        return (new SnapshotReply(instances, entries.Entries, entries.Leases, entries.LeftOut), fault);
    }

    private async Task<(int Count, string? Fault)> RegisterAsync(IReadOnlyList<ServiceInstance> instances, CancellationToken cancellation)
    {
        var (count, fault) = (0, (string?)null);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(instances, parallel, async (instance, token) =>
        {
            if (fault is not null)
                return;
            var command = new RegistryProtocol.Register(instance, Consistency.Local, TimeSpan.Zero) { IsSaved = true };
            var reply = await registry.AskAsync<MeshReplies.IRegisterReply>(command, options.Value.AskTimeout, token);
            if (reply is MeshReplies.Registered)
                Interlocked.Increment(ref count);
            else
                Interlocked.CompareExchange(ref fault, $"{instance.Key}: {SnapshotWords.Say(reply)}", null);
        });
        return (count, fault);
    }
}
