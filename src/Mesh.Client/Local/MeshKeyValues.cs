using Mesh.Catalog;
using Mesh.KeyValues;
using Microsoft.Extensions.Options;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Client.Local;

/// <summary>Reads from the hub, which outlives restarts of the node; writes through the actor that runs right now.</summary>
internal sealed class MeshKeyValues : IMeshKeyValues
{
    private readonly KeyValueHub _hub;
    private readonly MeshClientOptions _options;
    private readonly TimeProvider _time;

    public MeshKeyValues(KeyValueHub hub, IOptions<MeshClientOptions> options, TimeProvider time)
    {
        _hub = hub;
        _options = options.Value;
        _time = time;
    }

    public KeyValueSnapshot Snapshot => _hub.Snapshot;

    public long CompactRevision => _hub.CompactRevision;

    public KeyChanges ChangesSince(long revision) => _hub.ChangesSince(revision);

    public KeyValueSnapshot? SnapshotAt(long revision) => _hub.SnapshotAt(revision);

    public void Compact(long revision) => _hub.Compact(revision);

    public Task<IApplyReply> ApplyAsync(KeyBatch batch, CancellationToken cancellation = default)
    {
        var faults = KeyBatchValidation.Check(batch);
        return faults.Count > 0
            ? Task.FromResult<IApplyReply>(new Rejected(ValueList.From(faults)))
            : CallAsync(new KeyValueCall.Apply(batch), cancellation);
    }

    public Task<IGrantReply> GrantAsync(long lease, long ttl, CancellationToken cancellation = default) =>
        CallAsync(new KeyValueCall.Grant(lease, ttl), cancellation);

    public Task<IKeepAliveReply> KeepAliveAsync(long lease, CancellationToken cancellation = default) =>
        CallAsync(new KeyValueCall.KeepAlive(lease), cancellation);

    public Task<IRevokeReply> RevokeAsync(long lease, CancellationToken cancellation = default) =>
        CallAsync(new KeyValueCall.Revoke(lease), cancellation);

    public Task<ITimeToLiveReply> TimeToLiveAsync(long lease, CancellationToken cancellation = default) =>
        CallAsync(new KeyValueCall.TimeToLive(lease), cancellation);

    private async Task<T> CallAsync<T>(KeyValueCall.Of<T> call, CancellationToken cancellation)
        where T : class, IReply
    {
        if (_hub.Inbox is not { } inbox)
            return (T)(object)new Unavailable("the node is not running");
        inbox.Post(call);
        try
        {
            return await call.Task.WaitAsync(_options.AskTimeout, _time, cancellation);
        }
        catch (TimeoutException)
        {
            return (T)(object)new Unavailable($"no answer within {_options.AskTimeout.TotalSeconds:0.###} s");
        }
    }
}
