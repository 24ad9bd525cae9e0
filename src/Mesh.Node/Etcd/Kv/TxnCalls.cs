using System.Collections.Immutable;
using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Etcd.View;
using Mesh.Node.Formats.Etcd;
using Mesh.Registry;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Node.Etcd.Kv;

/// <summary>Runs transactions: the compares and the writes are one batch of the store, at this node.</summary>
internal sealed class TxnCalls(
    EtcdView view,
    IMeshKeyValues store,
    ShownInstances shown,
    InstanceRules rules,
    OwnKeys keys,
    PinnedRevisions pinned,
    EtcdIdentity self,
    MeshHub hub)
{
    private static readonly EtcdFault LostRace = new(Grpc.Core.StatusCode.Aborted, "a compared key was put meanwhile");

    public async Task<EtcdAnswer<TxnResponse>> TxnAsync(TxnRequest request, CancellationToken cancellation)
    {
        var planned = TxnMapping.Plan(request, rules.IsOfServices, IsAlone);
        if (planned.Fault is { } fault)
            return fault;
        var plan = planned.Value;
        // An instance of another door under one of the keys exists as well as a stored key does.
        var current = view.Current;
        var succeeds = plan.Absent.All(k => current.Find(k) is null);
        if (!succeeds)
            return await RunAsync(plan.Failure, [], false, cancellation);
        var reply = await RunAsync(plan.Success, plan.Absent, true, cancellation);
        // Somebody was faster: the keys exist now.
        return reply.Fault == LostRace ? await RunAsync(plan.Failure, [], false, cancellation) : reply;
    }

    /// <summary>Is there no other node that could decide otherwise? One that cannot be reached is there until it is removed.</summary>
    private bool IsAlone => hub.Members.Current.Items.Length <= 1;

    private async Task<EtcdAnswer<TxnResponse>> RunAsync(
        IReadOnlyList<RequestOp> branch, ImmutableArray<Octets> absent, bool succeeded, CancellationToken cancellation)
    {
        var pins = await pinned.OfAsync(branch, cancellation);
        if (pins.Fault is not null)
            return pins.Fault;
        var batch = TxnMapping.Batch(branch, absent, keys);
        foreach (var deleted in TxnMapping.DeletedBy(branch))
        {
            if ((await shown.DeregisterAsync(deleted, entry => keys.Reaches(deleted, entry), cancellation)).Fault is { } fault)
                return fault;
        }

        if (batch.Writes.IsEmpty)
            return Now();
        return await store.ApplyAsync(batch, cancellation) switch
        {
            Applied applied when HasChanged(batch, applied) => await AppliedAsync(branch, succeeded, pins.Value, applied, cancellation),
            Applied => Now(),
            ConditionFailed => LostRace,
            var other => StoreFaults.Of(other),
        };

        TxnResponse Now() => Answer(branch, succeeded, pins.Value, view.Current.Revision, view.Current);
    }

    private async Task<EtcdAnswer<TxnResponse>> AppliedAsync(
        IReadOnlyList<RequestOp> branch, bool succeeded, Pins pins, Applied applied, CancellationToken cancellation)
    {
        var change = view.ChangeOf(applied.Revision);
        var revision = change?.Revision ?? view.Current.Revision;
        var before = change is null ? null : view.SnapshotBefore(revision);
        if (change is not null && await shown.ReplaceAsync(change.Events, cancellation) is { } trouble)
            return trouble;
        return Answer(branch, succeeded, pins, revision, before ?? view.Current);
    }

    /// <summary>A batch that deletes what is not there leaves the revision as it is.</summary>
    private static bool HasChanged(KeyBatch batch, Applied applied) =>
        batch.Writes.Any(w => w is KeyWrite.Put) || applied.Previous.Any(p => p.Length > 0);

    private TxnResponse Answer(
        IReadOnlyList<RequestOp> branch, bool succeeded, Pins pins, long revision, KeyValueSnapshot before) =>
        new TxnReplay(self, revision, before.Revision, new SnapshotEntries(before), keys, pins).Answer(branch, succeeded);
}
