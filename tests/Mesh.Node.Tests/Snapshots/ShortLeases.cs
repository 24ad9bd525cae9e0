using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Testing;

namespace Mesh.Node.Tests.Snapshots;

/// <summary>A store in which time passes before batches: leases that nobody renews end meanwhile.</summary>
internal sealed class ShortLeases(FakeMeshKeyValues store, Func<int, TimeSpan> before) : IMeshKeyValues
{
    private int _batches;

    public KeyValueSnapshot Snapshot => store.Snapshot;

    public long CompactRevision => store.CompactRevision;

    public Task<KeyValueReplies.IApplyReply> ApplyAsync(KeyBatch batch, CancellationToken cancellation = default)
    {
        store.Time.Advance(before(_batches++));
        store.ExpireLeases();
        return store.ApplyAsync(batch, cancellation);
    }

    public KeyChanges ChangesSince(long revision) => store.ChangesSince(revision);

    public KeyValueSnapshot? SnapshotAt(long revision) => store.SnapshotAt(revision);

    public void Compact(long revision) => store.Compact(revision);

    public Task<KeyValueReplies.IGrantReply> GrantAsync(long lease, long ttl, CancellationToken cancellation = default) =>
        store.GrantAsync(lease, ttl, cancellation);

    public Task<KeyValueReplies.IKeepAliveReply> KeepAliveAsync(long lease, CancellationToken cancellation = default) =>
        store.KeepAliveAsync(lease, cancellation);

    public Task<KeyValueReplies.IRevokeReply> RevokeAsync(long lease, CancellationToken cancellation = default) =>
        store.RevokeAsync(lease, cancellation);

    public Task<KeyValueReplies.ITimeToLiveReply> TimeToLiveAsync(long lease, CancellationToken cancellation = default) =>
        store.TimeToLiveAsync(lease, cancellation);
}
