using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;
using InstanceState = Mesh.Replication.ClaimState<
    Mesh.Replication.InstanceBucket, Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Registry;

/// <summary>
/// What the registry of a node leaves to its next actor: what it has registered and the policies over the ActorSystem's
/// restarts too, the buckets within one incarnation. Written by the registry actor alone.
/// </summary>
internal sealed class RegistryState
{
    private volatile InstanceState? _claims;
    private ImmutableArray<ServiceInstance> _remembered = [];
    private volatile PolicyTable _policies = PolicyTable.Empty;
    private volatile ImmutableDictionary<InstanceKey, ServiceInstance> _registrations =
        ImmutableDictionary<InstanceKey, ServiceInstance>.Empty;

    public ImmutableDictionary<InstanceKey, ServiceInstance> Registrations
    {
        get => _registrations;
        set => _registrations = value;
    }

    public PolicyTable Policies
    {
        get => _policies;
        set => _policies = value;
    }

    /// <summary>
    /// What this node itself has written, tombstones among it, by bucket: each the same object for as long as nothing in
    /// it changes.
    /// </summary>
    public IReadOnlyList<ImmutableSortedDictionary<InstanceKey, ServiceInstance>> OwnLogs => _claims is { } claims
        ? [.. claims.Buckets.Select(b => b.LogOf(claims.Self).Live)]
        : [];

    /// <summary>True when no registry actor of this incarnation has run yet.</summary>
    public bool IsNew(Owner self) => _claims?.Self != self;

    /// <summary>
    /// The claims of one incarnation. They outlive a restart of the registry actor, whose own writes must go on from the
    /// numbers it has used; a new incarnation begins with empty buckets, and with the deregistrations of the old one.
    /// </summary>
    public InstanceState ClaimsOf(Owner self, int count) =>
        _claims = InstanceState.Of(self, InstanceBucket.Empty, count, _claims, _remembered);

    /// <summary>Deregistrations that a disk holds: the first incarnation begins with them. To be told before it does.</summary>
    public void Remember(IEnumerable<(InstanceKey Key, long Claim)> deregistered) =>
        _remembered = [.. deregistered.Select(d => Tombstone<ServiceInstance>(d.Key, d.Claim))];

    private static T Tombstone<T>(InstanceKey key, long claim)
        where T : ITombstoned<InstanceKey, T> => T.Tombstone(key, claim);
}
