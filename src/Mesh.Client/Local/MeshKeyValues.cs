using Mesh.Catalog;
using Mesh.KeyValues;
using Microsoft.Extensions.Options;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Client.Local;

/// <summary>Reads from the hub, which outlives restarts of the node; writes through the actor that runs right now.</summary>
internal sealed class MeshKeyValues : IMeshKeyValues
{
    private readonly KeyValueHub _hub;
    private readonly MeshClientOptions _options;
    private readonly TimeProvider _time;
    private readonly IWriteQuota? _quota;

    public MeshKeyValues(KeyValueHub hub, IOptions<MeshClientOptions> options, TimeProvider time, IWriteQuota? quota = null)
    {
        _hub = hub;
        _options = options.Value;
        _time = time;
        _quota = quota;
    }

    public KeyValueSnapshot Snapshot => _hub.Snapshot;

    public long CompactRevision => _hub.CompactRevision;

    public KeyChanges ChangesSince(long revision) => _hub.ChangesSince(revision);

    public KeyValueSnapshot? SnapshotAt(long revision) => _hub.SnapshotAt(revision);

    public void Compact(long revision) => _hub.Compact(revision);

    public Task<IApplyReply> ApplyAsync(KeyBatch batch, CancellationToken cancellation = default)
    {
        var faults = KeyBatchValidation.Check(batch);
        if (faults.Count > 0)
            return Task.FromResult<IApplyReply>(new Rejected(ValueList.From(faults)));
        return _quota is null
            ? ApplyNowAsync(batch, cancellation)
            : QuotaCalls.WithinAsync<IApplyReply>(_quota.Take(batch), QuotaCalls.Refuse, stop => ApplyNowAsync(batch, stop), cancellation);
    }

    public Task<IGrantReply> GrantAsync(long lease, long ttl, CancellationToken cancellation = default) => _quota is null
        ? GrantNowAsync(lease, ttl, cancellation)
        : QuotaCalls.WithinAsync<IGrantReply>(_quota.TakeLease(), QuotaCalls.Refuse, stop => GrantNowAsync(lease, ttl, stop), cancellation);

    public Task<IKeepAliveReply> KeepAliveAsync(long lease, CancellationToken cancellation = default) =>
        CallAsync<IKeepAliveReply, KeyValueProtocol.IKeepAliveReply>(new KeyValueCall.KeepAlive(lease), cancellation);

    public Task<IRevokeReply> RevokeAsync(long lease, CancellationToken cancellation = default) =>
        CallAsync<IRevokeReply, KeyValueProtocol.IRevokeReply>(new KeyValueCall.Revoke(lease) { Reach = _options.WriteReach }, cancellation);

    public Task<ITimeToLiveReply> TimeToLiveAsync(long lease, CancellationToken cancellation = default) =>
        CallAsync<ITimeToLiveReply, KeyValueProtocol.ITimeToLiveReply>(new KeyValueCall.TimeToLive(lease), cancellation);

    private Task<IApplyReply> ApplyNowAsync(KeyBatch batch, CancellationToken cancellation) =>
        CallAsync<IApplyReply, KeyValueProtocol.IApplyReply>(new KeyValueCall.Apply(batch) { Reach = _options.WriteReach }, cancellation);

    private async Task<IGrantReply> GrantNowAsync(long lease, long ttl, CancellationToken cancellation)
    {
        var reply = await CallAsync<IGrantReply, KeyValueProtocol.IGrantReply>(
            new KeyValueCall.Grant(lease, ttl) { Reach = _options.WriteReach }, cancellation);
        if (reply is Granted granted)
            _quota?.Granted(granted.Lease);
        return reply;
    }

    private async Task<T> CallAsync<T, TAnswer>(KeyValueCall.Of<TAnswer> call, CancellationToken cancellation)
        where T : class, IReply
        where TAnswer : class, KeyValueProtocol.IReply
    {
        if (_hub.Inbox is not { } inbox)
            return Unavailable<T>("the node is not running");
        inbox.Post(call);
        try
        {
            var answer = await call.Task.WaitAsync(_options.AskTimeout, _time, cancellation);
            MissingMembers.Note(call.Missing);
            return StoreAnswers.ToReply(answer) as T ?? Unavailable<T>($"unexpected answer {answer.GetType().Name}");
        }
        catch (TimeoutException)
        {
            return Unavailable<T>($"no answer within {_options.AskTimeout.TotalSeconds:0.###} s");
        }
    }

    private static T Unavailable<T>(string reason)
        where T : class, IReply => (T)(object)new Unavailable(reason);
}
