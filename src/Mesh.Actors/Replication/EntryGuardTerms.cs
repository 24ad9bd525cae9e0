using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Trust;

namespace Mesh.Replication;

/// <summary>What the guard of one kind of buckets works with.</summary>
/// <param name="Kind">Its name in what is signed.</param>
/// <param name="Digest">SHA-256 of the canonical bytes of an owner's log.</param>
/// <param name="Allows">Does a certificate with these limits let its node write that key?</param>
/// <param name="Refused">Counts what is not taken.</param>
internal sealed record EntryGuardTerms<TKey, TRecord>(
    MeshTrust Trust,
    string Mesh,
    string Kind,
    Func<Owner, OwnerLog<TKey, TRecord>, byte[]> Digest,
    Func<CertificateLimits, TKey, bool> Allows,
    RefusedEntries Refused,
    TimeProvider Time)
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class;
