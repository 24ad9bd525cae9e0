using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Etcd.View;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Node.Etcd.Kv;

/// <summary>The calls of the KV service, whatever they came by.</summary>
internal sealed class KvCalls(
    EtcdView view, IMeshKeyValues store, ShownInstances shown, OwnKeys keys, PinnedRevisions pinned, EtcdIdentity self)
{
    // Another writer of the same key can come between reading a value and keeping it; not for ever.
    private const int Attempts = 16;

    public ValueTask<EtcdAnswer<RangeReply>> RangeAsync(RangeRequest request, CancellationToken cancellation)
    {
        if (RangeMapping.Check(request) is { } fault)
            return new(fault);
        if (request.Revision > 0)
            return AtAsync(request, cancellation);
        var current = view.Current;
        return new(RangeMapping.Answer(request, new SnapshotEntries(current), self, current.Revision));
    }

    private async ValueTask<EtcdAnswer<RangeReply>> AtAsync(RangeRequest request, CancellationToken cancellation)
    {
        var then = await pinned.AtAsync(request.Revision, cancellation);
        return then.Fault is { } fault
            ? fault
            : RangeMapping.Answer(request, new SnapshotEntries(then.Value), self, view.Current.Revision);
    }

    public async Task<EtcdAnswer<PutResponse>> PutAsync(PutRequest request, CancellationToken cancellation)
    {
        if (KeyWrites.Check(request) is { } fault)
            return fault;
        var reply = request.IgnoreValue || request.IgnoreLease
            ? await KeepAsync(request, cancellation)
            : await store.ApplyAsync(new KeyBatch([KeyWrites.Of(request)]), cancellation);
        if (reply is not Applied applied)
            return reply is null ? EtcdFault.KeyNotFound : StoreFaults.Of(reply);
        var change = view.ChangeOf(applied.Revision);
        var revision = change?.Revision ?? view.Current.Revision;
        var response = new PutResponse { Header = self.Header(revision) };
        if (change is not { Events: [{ Previous: { } previous }] })
            return response;
        if (request.PrevKv)
            response.PrevKv = KvMapping.Of(previous);
        return await shown.ReplaceAsync(change.Events, cancellation) is { } trouble ? trouble : response;
    }

    public async Task<EtcdAnswer<DeleteRangeResponse>> DeleteAsync(DeleteRangeRequest request, CancellationToken cancellation)
    {
        if (KeyWrites.Check(request) is { } fault)
            return fault;
        var range = KeyRange.Of(request.Key, request.RangeEnd);
        var withdrawn = await shown.DeregisterAsync(range, entry => keys.Reaches(range, entry), cancellation);
        if (withdrawn.Fault is not null)
            return withdrawn.Fault;
        var gone = withdrawn.Value;
        var reply = await store.ApplyAsync(new KeyBatch([.. keys.PartsOf(range).Select(KeyWrites.DeleteOf)]), cancellation);
        if (reply is not Applied applied)
            return StoreFaults.Of(reply);
        var change = applied.Previous.All(p => p.IsEmpty) ? null : view.ChangeOf(applied.Revision);
        var response = new DeleteRangeResponse { Header = self.Header(change?.Revision ?? view.Current.Revision) };
        foreach (var one in change?.Events ?? [])
        {
            if (one.Previous is not null)
                gone.Add(one.Previous);
        }

        response.Deleted = gone.Count;
        gone.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        foreach (var entry in request.PrevKv ? gone : [])
            response.PrevKvs.Add(KvMapping.Of(entry));
        return response;
    }

    public EtcdAnswer<CompactionResponse> Compact(CompactionRequest request)
    {
        var current = view.Current.Revision;
        if (request.Revision > current)
            return EtcdFault.FutureRevision;
        if (request.Revision <= view.CompactRevision)
            return EtcdFault.Compacted;
        view.Compact(request.Revision);
        return new CompactionResponse { Header = self.Header(current) };
    }

    /// <summary>A put that keeps the value or the lease of the key. Null: there is no such key.</summary>
    private async Task<IApplyReply?> KeepAsync(PutRequest request, CancellationToken cancellation)
    {
        var key = Bytes.Of(request.Key);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (store.Snapshot.Find(key) is not { } held)
                return null;
            var write = new KeyWrite.Put(
                key,
                request.IgnoreValue ? held.Value : Bytes.Of(request.Value),
                request.IgnoreLease ? held.Lease : request.Lease,
                held.Flags);
            var reply = await store.ApplyAsync(
                new KeyBatch([write], [new KeyCondition(key, held.ModRevision)]), cancellation);
            if (reply is not ConditionFailed)
                return reply;
        }

        return new Unavailable("the key is being written by others");
    }
}
