using System.Runtime.CompilerServices;
using Mesh.Catalog;
using Mesh.Client.Local;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Registry;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Node.Quotas;

/// <summary>
/// The quota of the token of the request that writes, through whichever door it came: what no request asks for has none. It counts
/// what this node sees of the mesh, so that of requests at the same moment, here and at other nodes, more may be let through than there is room for.
/// </summary>
internal sealed class TokenQuota(PresentGrant present, MeshHub hub, KeyValueHub store, EtcdLayout layout) : IWriteQuota
{
    private readonly InstanceUsage _instances = new();
    private readonly ConditionalWeakTable<AccessGrant, KeyUsageOfToken> _keys = [];
    private readonly ConditionalWeakTable<AccessGrant, GrantedLeases> _leases = [];

    public InvalidField? Excess(ServiceInstance record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (Bounded() is not { } grant)
            return null;
        var more = InstanceUsage.Of(record);
        if (hub.Snapshot.Find(record.Service.Value)?.Instances.FirstOrDefault(v => v.Instance.Id == record.Id) is { Origin.Length: 0 } held)
            more -= InstanceUsage.Of(held.Instance);
        return QuotaRule.Excess(grant, Now(grant), more) is { } excess
            ? new InvalidField("instance", $"{record.Key}", $"is too much: {excess.Words}")
            : null;
    }

    public Full? Excess(KeyBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (Bounded() is not { } grant)
            return null;
        var snapshot = store.Snapshot;
        var more = batch.Writes.Aggregate(default(Usage), (sum, w) => sum + Of(w, snapshot));
        return QuotaRule.Excess(grant, Now(grant), more) is { } excess
            ? new Full(excess.What, excess.Bound) { Reason = excess.Words }
            : null;
    }

    public Full? LeaseExcess()
    {
        if (Bounded() is not { } grant || !_leases.GetOrCreateValue(grant).IsFull(grant.Bound.Records, store.Snapshot))
            return null;
        return new Full("leases", grant.Bound.Records)
        {
            Reason = $"token '{grant.Name}' has {grant.Bound.Records} leases of this node, as many as its MaxRecords lets it",
        };
    }

    public void Granted(long lease)
    {
        if (Bounded() is { } grant && grant.Bound.Records != RecordBound.None.Records)
            _leases.GetOrCreateValue(grant).Add(lease);
    }

    /// <summary>Null: nothing is asked for by a token that has a quota.</summary>
    private AccessGrant? Bounded() =>
        present.Value is { } grant && grant.Bound != RecordBound.None ? grant : null;

    private Usage Now(AccessGrant grant) => _instances.Of(grant, hub.Snapshot)
        + _keys.GetValue(grant, g => new(key => g.Allows(AccessAction.Register, layout.Keys(new KeyRange(key, null, true))))).Now(store.ChangesSince);

    /// <summary>A range that is deleted counts for nothing: it can only make room.</summary>
    private static Usage Of(KeyWrite write, KeyValueSnapshot snapshot) => write switch
    {
        KeyWrite.Put put => KeyUsageOfToken.Of(put.Key, put.Value) - Held(put.Key, snapshot),
        KeyWrite.Delete delete => default(Usage) - Held(delete.Key, snapshot),
        _ => default,
    };

    private static Usage Held(Octets key, KeyValueSnapshot snapshot) =>
        snapshot.Find(key) is { } held ? KeyUsageOfToken.Of(held.Key, held.Value) : default;
}
