using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Trust;

namespace Mesh.KeyValues;

/// <summary>What the key-value store of a node with TLS does about who says what. Not thread-safe: it belongs to the store.</summary>
/// <param name="mesh">The name of the mesh.</param>
internal sealed class KeyValueTrust(Owner self, MeshTrust trust, string mesh)
{
    private readonly SealedLogs<KeyBucket, KeySlot, KeyRecord> _sealed = new(self);

    /// <summary>May a node with a certificate of these limits write the record?</summary>
    public static bool Allows(CertificateLimits limits, KeySlot slot) => slot.Space switch
    {
        KeySpace.Entry => limits.AllowsKey(slot.Name.Span),
        _ => limits.AllowsLeases,
    };

    /// <summary>Why a call is not carried out here; null: it is.</summary>
    public KeyValueProtocol.Rejected? Refusal(KeyValueCall call, KeyValueSnapshot snapshot)
    {
        var limits = trust.OwnLimits(mesh);
        if (!limits.IsLimited)
            return null;
        return call switch
        {
            KeyValueCall.Apply apply => apply.Batch.Writes.SelectMany(w => KeysOf(w, snapshot)).FirstOrDefault(k => !limits.AllowsKey(k.Span)) is { Length: > 0 } key
                ? Refused("key", key.ToString())
                : null,
            KeyValueCall.Grant when !limits.AllowsLeases => Refused("lease", ""),
            _ => null,
        };
    }

    /// <summary>May that node renew and revoke leases that this one decides on?</summary>
    /// <param name="from">Null: this one.</param>
    public bool MayAskOfLeases(string? from) => from is null || trust.Peers.Find(from) is not { Limits.AllowsLeases: false };

    public void Note(ReplicationProtocol.SealsArrived arrived, ClaimStore<KeyBucket, KeySlot, KeyRecord> store)
    {
        foreach (var (owner, seal) in arrived.Items)
        {
            if (store.HasBucket(seal.Index))
                _sealed.Note(owner, seal, store.Bucket(seal.Index).LogOf(owner));
        }
    }

    public void Drop(Owner owner) => _sealed.Drop(owner);

    /// <inheritdoc cref="SealedLogs{TBucket, TKey, TRecord}.ForOthers"/>
    /// <param name="to">Who asked.</param>
    public (KeyBucket Bucket, ImmutableArray<OwnerSeal> Seals) ForOthers(Owner to, int index, KeyBucket bucket) =>
        _sealed.ForOthers(index, bucket, owner => RegistryTrust.PassesOn(trust, to, owner));

    private static KeyValueProtocol.Rejected Refused(string field, string value) =>
        new([new InvalidField(field, value, "is none of the names that the certificate of this node lets it write")]);

    private static IEnumerable<Octets> KeysOf(KeyWrite write, KeyValueSnapshot snapshot) => write switch
    {
        KeyWrite.Put put => [put.Key],
        KeyWrite.Delete delete => [delete.Key],
        KeyWrite.DeleteRange range => snapshot.Range(range.From, range.To).Select(e => e.Key),
        _ => [],
    };
}
