using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Formats.Etcd;
using static Mesh.Client.MeshReplies;

namespace Mesh.Node.Etcd.View;

/// <summary>
/// What writing to the key of a shown instance does: deleting it deregisters the instance; putting it takes the instance
/// over, so that from then on it lives as the key does.
/// </summary>
internal sealed class ShownInstances(EtcdView view, IMeshClient mesh, InstanceRules rules, TimeProvider time)
{
    // How long a deregistration at another node may take to be seen here.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Deregisters the instances that are shown in a range; returns their keys as they were.</summary>
    /// <param name="isMeant">Which of the entries in the range.</param>
    public async Task<EtcdAnswer<List<KeyValue>>> DeregisterAsync(
        KeyRange range, Func<KeyValue, bool> isMeant, CancellationToken cancellation)
    {
        var gone = new List<KeyValue>();
        foreach (var entry in ShownIn(range).Where(isMeant))
        {
            foreach (var key in view.ShownAt(entry))
            {
                if (await DeregisterAsync(key, "its etcd key was deleted", cancellation) is { } fault)
                    return fault;
            }

            gone.Add(entry);
        }

        foreach (var entry in gone)
            await WhenHiddenAsync(entry.Key, cancellation);
        return gone;
    }

    /// <summary>After puts: the instances whose keys are now stored ones, and say the same, are replaced by those.</summary>
    public async Task<EtcdFault?> ReplaceAsync(ImmutableArray<KeyEvent> events, CancellationToken cancellation)
    {
        foreach (var change in events)
        {
            if (change is not { Kind: KeyEventKind.Put, Previous: { } previous }
                || view.ShownAt(previous) is not { Count: > 0 } instances
                || rules.Derive(change.Entry.Key, change.Entry.Value) is not { } derived)
                continue;
            foreach (var key in instances)
            {
                // Under the same name it has already been replaced by claim.
                if (key != derived.Key
                    && await DeregisterAsync(key, "its etcd key was put", cancellation) is { } fault)
                    return fault;
            }
        }

        return null;
    }

    private List<KeyValue> ShownIn(KeyRange range)
    {
        var found = new List<KeyValue>();
        var current = view.Current;
        if (range.IsOneKey)
        {
            if (current.Find(range.From) is { } one && one.Owner == ViewFold.Shown)
                found.Add(one);
            return found;
        }

        foreach (var entry in current.Range(range.From, range.To))
        {
            if (entry.Owner == ViewFold.Shown)
                found.Add(entry);
        }

        return found;
    }

    private async Task<EtcdFault?> DeregisterAsync(InstanceKey key, string reason, CancellationToken cancellation) =>
        await mesh.DeregisterAsync(key, reason, cancellation) is Deregistered or InstanceNotFound ? null : EtcdFault.TimedOut;

    private async Task WhenHiddenAsync(Octets key, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            while (true)
            {
                var look = view.ChangesSince(view.Current.Revision);
                if (look.Snapshot.Find(key)?.Owner != ViewFold.Shown)
                    return;
                await look.Next.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The owner has confirmed; this node's view follows.
        }
    }
}
