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
    private volatile ImmutableDictionary<InstanceKey, KeptPlace> _places = ImmutableDictionary<InstanceKey, KeptPlace>.Empty;
    private volatile ImmutableDictionary<InstanceKey, ServiceInstance> _registrations =
        ImmutableDictionary<InstanceKey, ServiceInstance>.Empty;

    public ImmutableDictionary<InstanceKey, ServiceInstance> Registrations
    {
        get => _registrations;
        set => _registrations = value;
    }

    /// <summary>The places that this node keeps for nodes that are away.</summary>
    public ImmutableDictionary<InstanceKey, KeptPlace> Places
    {
        get => _places;
        set => _places = value;
    }

    /// <summary>Addresses that this node has had, by what it stored: places that are kept for them are its own.</summary>
    public ImmutableHashSet<string> FormerHomes { get; private set; } = [];

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
    /// <param name="hasPast">The node has a disk, and began with what was on it.</param>
    public InstanceState ClaimsOf(Owner self, int count, bool hasPast = false) =>
        _claims = InstanceState.Of(self, InstanceBucket.Empty, count, _claims, _remembered, hasPast);

    /// <summary>What a disk holds, for the first incarnation to begin with. To be told before it does.</summary>
    /// <param name="homes">The nodes of the anchored instances that were this node's.</param>
    public void Remember(IEnumerable<(InstanceKey Key, long Claim)> deregistered, IEnumerable<string> homes)
    {
        _remembered = [.. deregistered.Select(d => Tombstone<ServiceInstance>(d.Key, d.Claim))];
        FormerHomes = [.. homes];
    }

    private static T Tombstone<T>(InstanceKey key, long claim)
        where T : ITombstoned<InstanceKey, T> => T.Tombstone(key, claim);
}
