using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Etcd.View;

namespace Mesh.Node.Etcd.Kv;

/// <summary>
/// The entries at a revision. One that another node gave a moment ago may be on its way here: it is waited for, as a follower of
/// etcd waits for its leader.
/// </summary>
internal sealed class PinnedRevisions(EtcdView view, TimeProvider time)
{
    /// <summary>How long a revision is waited for that this node has not reached.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <param name="revision">Positive.</param>
    public async ValueTask<EtcdAnswer<KeyValueSnapshot>> AtAsync(long revision, CancellationToken cancellation)
    {
        if (Find(revision) is not { } found)
            found = await WaitAsync(revision, cancellation);
        return found;
    }

    /// <summary>The revisions that the ranges of a branch ask for.</summary>
    public async ValueTask<EtcdAnswer<Pins>> OfAsync(IReadOnlyList<RequestOp> branch, CancellationToken cancellation)
    {
        Dictionary<long, KeyValueSnapshot>? snapshots = null;
        foreach (var op in branch)
        {
            if (op.RequestRange is not { Revision: > 0 and var revision } || snapshots?.ContainsKey(revision) is true)
                continue;
            var then = await AtAsync(revision, cancellation);
            if (then.Fault is { } fault)
                return fault;
            (snapshots ??= [])[revision] = then.Value;
        }

        return snapshots is null ? Pins.None : new Pins(snapshots);
    }

    /// <summary>Null: it is beyond what this node has reached.</summary>
    private EtcdAnswer<KeyValueSnapshot>? Find(long revision)
    {
        var current = view.Current;
        if (revision == current.Revision)
            return current;
        if (view.SnapshotAt(revision) is { } then)
            return then;
        if (revision > current.Revision)
            return null;
        return EtcdFault.Compacted;
    }

    private async Task<EtcdAnswer<KeyValueSnapshot>> WaitAsync(long revision, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        while (true)
        {
            // The task is taken before the look, so that no change falls between them.
            var next = view.ChangesSince(view.Current.Revision).Next;
            if (Find(revision) is { } found)
                return found;
            try
            {
                await next.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return EtcdFault.FutureRevision;
            }
        }
    }
}
