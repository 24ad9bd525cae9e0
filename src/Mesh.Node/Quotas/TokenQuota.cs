using System.Runtime.CompilerServices;
using Mesh.Catalog;
using Mesh.Client.Local;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Registry;

namespace Mesh.Node.Quotas;

/// <summary>
/// The quota of the token of the request that writes, through whichever door it came: what no request asks for has none. It counts
/// what this node sees of the mesh and what is on its way through it; another node may let something through at the same moment.
/// </summary>
internal sealed class TokenQuota(PresentGrant present, MeshHub hub, KeyValueHub store, EtcdLayout layout, TimeProvider time) : IWriteQuota
{
    private readonly InstanceUsage _instances = new();
    private readonly ConditionalWeakTable<AccessGrant, TokenUse> _uses = [];

    public QuotaRoom Take(ServiceInstance record, bool keepsChecks)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (Bounded() is not { } grant)
            return QuotaRoom.Unbounded;
        var view = hub.Snapshot.Find(record.Service.Value)?.Instances.FirstOrDefault(v => v.Instance.Id == record.Id);
        var held = view is { Origin.Length: 0 } ? view.Instance : null;
        // As the registry will have it.
        var written = CheckRecords.Complete(record, held, keepsChecks) with { Home = held?.Home ?? record.Home };
        var more = InstanceUsage.Of(written) - (held is null ? default : InstanceUsage.Of(held));
        return Take(grant, more);
    }

    public QuotaRoom Take(KeyBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (Bounded() is not { } grant)
            return QuotaRoom.Unbounded;
        // What is deleted makes room once it is gone: it may be gone already, and of several that delete it only one did.
        var snapshot = store.Snapshot;
        var more = batch.Writes.OfType<KeyWrite.Put>().Aggregate(default(Usage), (sum, p) => sum + Added(p, snapshot));
        return Take(grant, more);
    }

    public QuotaRoom TakeLease() => Bounded() is { } grant ? UseOf(grant).TakeLease(store, Now()) : QuotaRoom.Unbounded;

    public void Granted(long lease)
    {
        if (Bounded() is { } grant)
            UseOf(grant).Granted(lease, Now());
    }

    private QuotaRoom Take(AccessGrant grant, Usage more) =>
        UseOf(grant).Take(more, () => _instances.Of(grant, hub.Snapshot), store, Now());

    /// <summary>Null: nothing is asked for by a token that has a quota.</summary>
    private AccessGrant? Bounded() => present.Value is { } grant && grant.Bound != RecordBound.None ? grant : null;

    private TokenUse UseOf(AccessGrant grant) => _uses.GetValue(
        grant, g => new(g, key => g.Allows(AccessAction.Register, layout.Keys(new KeyRange(key, null, true)))));

    private TimeSpan Now() => time.GetElapsedTime(0);

    private static Usage Added(KeyWrite.Put put, KeyValueSnapshot snapshot) => KeyUsageOfToken.Of(put.Key, put.Value)
        - (snapshot.Find(put.Key) is { } held ? KeyUsageOfToken.Of(held.Key, held.Value) : default);
}
