using Mesh.Client.Local;
using Mesh.KeyValues;
using Mesh.Node.Access;

namespace Mesh.Node.Quotas;

/// <summary>What one token has, and what of its is on the way. Thread-safe.</summary>
/// <param name="isCounted">Is a key one that it may write?</param>
internal sealed class TokenUse(AccessGrant grant, Func<Octets, bool> isCounted)
{
    private readonly Lock _gate = new();
    private readonly KeyUsageOfToken _keys = new(isCounted);
    private readonly GrantedLeases _leases = new();
    private Usage _pending;
    private int _pendingLeases;

    /// <param name="more">What a write adds.</param>
    /// <param name="instances">What the instances take now.</param>
    public QuotaRoom Take(Usage more, Func<Usage> instances, KeyValueHub store, TimeSpan now)
    {
        if (more is { Records: <= 0, Bytes: <= 0 })
            return QuotaRoom.Unbounded;
        var taken = new Usage(Math.Max(0, more.Records), Math.Max(0, more.Bytes));
        lock (_gate)
        {
            if (QuotaRule.Excess(grant, instances() + _keys.Now(store.ChangesSince, now) + _pending, more) is { } excess)
                return QuotaRoom.Of(excess);
            _pending += taken;
        }

        return QuotaRoom.Of(() =>
        {
            lock (_gate)
                _pending -= taken;
        });
    }

    public QuotaRoom TakeLease(KeyValueHub store, TimeSpan now)
    {
        lock (_gate)
        {
            var count = _leases.Count(grant.Bound.Records, store.Snapshot, now) + _pendingLeases;
            if (QuotaRule.LeaseExcess(grant, count) is { } excess)
                return QuotaRoom.Of(excess);
            _pendingLeases++;
        }

        return QuotaRoom.Of(() =>
        {
            lock (_gate)
                _pendingLeases--;
        });
    }

    public void Granted(long lease, TimeSpan now)
    {
        if (grant.Bound.Records == RecordBound.None.Records)
            return;
        lock (_gate)
            _leases.Add(lease, now);
    }
}
