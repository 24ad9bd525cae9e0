using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;
using Mesh.Trust;

namespace Mesh.Registry;

/// <summary>What the registry of a node with TLS does about who says what. Not thread-safe: it belongs to the registry.</summary>
/// <param name="mesh">The name of the mesh.</param>
internal sealed class RegistryTrust(Owner self, MeshTrust trust, string mesh)
{
    private readonly SealedLogs<InstanceBucket, InstanceKey, ServiceInstance> _sealed = new(self);

    /// <summary>May this node write instances of the service?</summary>
    public bool MayWrite(ServiceName service) => trust.OwnLimits(mesh).AllowsService(service.Value);

    /// <summary>Why a command is not decided here; null: it is.</summary>
    /// <param name="from">Of the node whose command it is; null: this one's.</param>
    public RegistryProtocol.Rejected? Refusal(RegistryProtocol.ICommand command, string? from)
    {
        if (CommandLimits.Refusal(command, trust.OwnLimits(mesh), "this node") is { } own)
            return own;
        return from is not null && trust.Peers.Find(from) is { } peer
            ? CommandLimits.Refusal(command, peer.Limits, peer.Node.Address)
            : null;
    }

    public void Note(ReplicationProtocol.SealsArrived arrived, CatalogView view)
    {
        foreach (var (owner, seal) in arrived.Items)
        {
            if (view.HasBucket(seal.Index))
                _sealed.Note(owner, seal, view.Bucket(seal.Index).LogOf(owner));
        }
    }

    public void Drop(Owner owner) => _sealed.Drop(owner);

    /// <inheritdoc cref="SealedLogs{TBucket, TKey, TRecord}.ForOthers"/>
    /// <param name="to">Who asked.</param>
    public (InstanceBucket Bucket, ImmutableArray<OwnerSeal> Seals) ForOthers(Owner to, int index, InstanceBucket bucket) =>
        _sealed.ForOthers(index, bucket, owner => PassesOn(trust, to, owner));

    /// <summary>Who does not ask for proof gets everything; who does, what is not signed of owners that sign nothing.</summary>
    public static bool PassesOn(MeshTrust trust, Owner to, Owner owner) =>
        trust.Peers.Find(to) is not { Signs: true } || trust.Peers.Find(owner) is { Signs: false };

    /// <summary>Who wrote what is shown of an instance, and by which certificate; null: nothing is shown.</summary>
    public CatalogEvent? Writer(InstanceKey key, CatalogView view, DateTimeOffset now)
    {
        if (view.Holder(key) is not { Owner: var owner })
            return null;
        var by = owner == self ? MeshTrust.Describe(trust.Certificates.Current.Own)
            : trust.Peers.Find(owner)?.Authority ?? "no link with it: by its signature";
        return new CatalogEvent(now, key, "written", new Evidence(Causes.WrittenBy, self.Address, $"{owner} ({by})"));
    }
}
