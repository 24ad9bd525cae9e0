using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Trust;

namespace Mesh.Replication;

/// <summary>
/// Sees to it that a node's entries are taken from the node itself, or with its signature, and only such as its certificate lets it write. What came
/// otherwise is a hint that there is something to ask the owner for. Not thread-safe: it belongs to the actor that replicates.
/// </summary>
internal sealed class EntryGuard<TBucket, TKey, TRecord>
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    private const int MostKeys = 64;

    // Some thousand nodes; owners that nobody knows as members come and go with whatever others make up.
    private const int MostSeen = 1 << 18;

    private readonly Owner _self;
    private readonly int _buckets;
    private readonly EntryGuardTerms<TKey, TRecord> _terms;
    private readonly SealKeys _keys;
    private readonly Dictionary<(int Index, Owner Owner), long> _seen = [];
    private readonly List<EntryRefusal<TKey>> _refusals = [];
    private int _asks;

    public EntryGuard(Owner self, int buckets, EntryGuardTerms<TKey, TRecord> terms)
    {
        (_self, _buckets, _terms) = (self, buckets, terms);
        _keys = new SealKeys(terms.Trust.Certificates, terms.Mesh, terms.Time);
        Own = new OwnSeals<TKey, TRecord>(self, buckets, terms, _keys);
    }

    /// <summary>What this node itself signs.</summary>
    public OwnSeals<TKey, TRecord> Own { get; }

    public WantedLogs Wanted { get; } = new();

    private EntrySignatures Mode => _terms.Trust.Mode;

    /// <summary>What was not taken since the last call.</summary>
    public IReadOnlyList<EntryRefusal<TKey>> TakeRefusals()
    {
        if (_refusals.Count == 0)
            return [];
        EntryRefusal<TKey>[] taken = [.. _refusals];
        _refusals.Clear();
        return taken;
    }

    /// <summary>Another node's name stands in a message that it has not sent.</summary>
    public void Forged(string by, Owner named, string message) => Refuse(named, by, EntryFault.Sender, $"{message} in its name", [], 1);

    /// <summary>What of a bucket is taken that came over the link of a node.</summary>
    /// <param name="seals">Of logs of others in it.</param>
    public TBucket Given(Owner from, int index, TBucket bucket, ImmutableArray<OwnerSeal> seals = default)
    {
        var taken = bucket;
        foreach (var (owner, log) in bucket.Logs)
        {
            var seal = SealOf(owner, seals);
            var kept = EntryRules.Of(_self, owner, from, _terms.Trust.Peers.Find(owner), seal is not null, Mode) switch
            {
                EntryProof.Taken => Allowed(owner, from, log, _terms.Trust.Peers.Find(owner.Address)?.Limits),
                EntryProof.Seal => Proven(owner, from, index, log, seal!),
                EntryProof.Missing => Unproven(owner, from, index, log),
                _ => null,
            };
            if (kept is null)
                taken = taken.Without(owner);
            else if (!ReferenceEquals(kept, log))
                taken = taken.With(owner, kept);
            if (kept is not null)
                Took(index, owner, kept);
        }

        return taken;
    }

    /// <summary>What of a bucket is taken that any member may have put into Distributed Data.</summary>
    public TBucket Replica(int index, TBucket bucket)
    {
        foreach (var (owner, log) in bucket.Logs)
        {
            if (EntryRules.Of(_self, owner, null, _terms.Trust.Peers.Find(owner), false, Mode) is EntryProof.Taken)
                continue;
            if (owner != _self)
                Hint(index, owner, log.Latest);
            bucket = bucket.Without(owner);
        }

        return bucket;
    }

    /// <summary>Is what others say of that owner taken, for it does not sign?</summary>
    public bool MayPassOn(Owner owner) =>
        EntryRules.Of(_self, owner, null, _terms.Trust.Peers.Find(owner), isSealed: false, Mode) is EntryProof.Taken;

    /// <summary>A node that signs nothing does not know what signatures are.</summary>
    public bool MayUseSeals(Owner member) => _terms.Trust.Peers.Find(member) is not { Signs: false };

    /// <summary>What the node's certificate lets it write; all until a link with it is known.</summary>
    public CertificateLimits LimitsOf(Owner node) => _terms.Trust.Peers.Find(node.Address)?.Limits ?? CertificateLimits.None;

    /// <summary>Something of an owner's log came that cannot be believed.</summary>
    public void Want(int index, Owner owner) => Hint(index, owner, _seen.GetValueOrDefault((index, owner)) + 1);

    /// <summary>There is more of an owner's log, somebody says.</summary>
    public void Hint(int index, Owner owner, long version)
    {
        if (index >= 0 && index < _buckets && version > _seen.GetValueOrDefault((index, owner)))
            Wanted.Want(index, owner, version);
    }

    /// <summary>
    /// Whom to ask now for what others said there is: its owner, or, while that is doubted, some other member, which may have it with the owner's signature.
    /// Each time another one: the first may have nothing either.
    /// </summary>
    public IEnumerable<(Owner From, ImmutableArray<int> Indexes)> Asks(ImmutableSortedSet<Owner> members, Func<Owner, bool> isDoubted)
    {
        foreach (var asked in Wanted.Turn().Where(w => members.Contains(w.Owner)).GroupBy(w => w.Owner, w => w.Index))
        {
            Owner[] able = isDoubted(asked.Key) ? [.. members.Where(m => m != _self && m != asked.Key && !isDoubted(m))] : [asked.Key];
            if (able.Length > 0)
                yield return (able[_asks++ % able.Length], [.. asked.Order()]);
        }
    }

    /// <summary>The owner is gone for good.</summary>
    public void Drop(Owner owner)
    {
        Wanted.Drop(owner);
        foreach (var place in _seen.Keys.Where(p => p.Owner == owner).ToArray())
            _seen.Remove(place);
    }

    private static Seal? SealOf(Owner owner, ImmutableArray<OwnerSeal> seals)
    {
        foreach (var seal in seals.IsDefault ? [] : seals)
        {
            if (seal.Owner == owner)
                return seal.Seal;
        }

        return null;
    }

    private void Took(int index, Owner owner, OwnerLog<TKey, TRecord> log)
    {
        var latest = log.Latest;
        if (_seen.GetValueOrDefault((index, owner)) < latest)
        {
            if (_seen.Count >= MostSeen)
                _seen.Clear();
            _seen[(index, owner)] = latest;
        }

        // Single writes say nothing of those before them.
        if (log.Version > 0)
            Wanted.Came(index, owner, latest);
    }

    private OwnerLog<TKey, TRecord>? Unproven(Owner owner, Owner from, int index, OwnerLog<TKey, TRecord> log)
    {
        // What is known already is no news, whoever says it.
        if (log.Latest <= _seen.GetValueOrDefault((index, owner)))
            return null;
        Hint(index, owner, log.Latest);
        // A node that has not heard its signature yet passes on what it has, and does nothing wrong.
        var wrong = log.Live.Keys.Concat(log.Cloud.Values.Select(w => w.Key)).Take(MostKeys).ToArray();
        Refuse(owner, from.Address, EntryFault.Unsigned, "without its signature", wrong, Math.Max(1, log.Live.Count + log.Cloud.Count));
        return null;
    }

    private OwnerLog<TKey, TRecord>? Proven(Owner owner, Owner from, int index, OwnerLog<TKey, TRecord> log, Seal seal)
    {
        var (fault, detail, limits) = Check(owner, index, log, seal);
        if (fault is { } wrong)
        {
            Hint(index, owner, log.Latest);
            Refuse(owner, from.Address, wrong, detail, [.. log.Live.Keys.Take(MostKeys)], Math.Max(1, log.Live.Count));
            return null;
        }

        return Allowed(owner, from, new OwnerLog<TKey, TRecord>(log.Version, log.Live, OwnerLog<TKey, TRecord>.Empty.Cloud), limits, sealedLog: log);
    }

    private (EntryFault? Fault, string Detail, CertificateLimits? Limits) Check(Owner owner, int index, OwnerLog<TKey, TRecord> log, Seal seal)
    {
        if (!EntryRules.Fits(seal, index, log.Version))
            return (EntryFault.Signature, $"with its signature of version {seal.Version} of bucket {seal.Index}, but it is {log.Version} of {index}", null);
        var host = HostPort.HostOf(owner.Address);
        var (limits, what) = _keys.Judge(seal.Certificate.AsSpan(), host);
        if (limits is null)
            return (EntryFault.Certificate, what, null);
        var statement = SealStatement.Of(
            _terms.Mesh, _terms.Kind, owner, _buckets, index, seal.Version, seal.Stamp, _terms.Digest(owner, log));
        return _keys.IsSigned(seal.Certificate.AsSpan(), host, statement, seal.Signature.AsSpan())
            ? (null, "", limits)
            : (EntryFault.Signature, "with a signature that is not of these records", null);
    }

    /// <summary>
    /// What the owner's certificate does not let it write counts as removed: so its numbers are without gaps, and nodes that know the certificate agree.
    /// </summary>
    private OwnerLog<TKey, TRecord> Allowed(
        Owner owner, Owner from, OwnerLog<TKey, TRecord> log, CertificateLimits? limits, OwnerLog<TKey, TRecord>? sealedLog = null)
    {
        if (limits is not { IsLimited: true })
            return sealedLog is { Cloud.IsEmpty: true } ? sealedLog : log;
        List<TKey> refused = [];
        var allowed = log.Only(key => _terms.Allows(limits, key), refused);
        if (refused.Count > 0)
            Refuse(owner, from.Address, EntryFault.Limits, "its certificate does not let it write that", refused, refused.Count);
        return allowed;
    }

    private void Refuse(Owner owner, string by, EntryFault fault, string detail, IReadOnlyList<TKey> keys, int count)
    {
        var isNews = _terms.Refused.Count(by, fault, count);
        _refusals.Add(new EntryRefusal<TKey>(owner, by, fault, detail, keys.Count > MostKeys ? [.. keys.Take(MostKeys)] : keys, isNews));
    }
}
