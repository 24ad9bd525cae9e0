using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Trust;

namespace Mesh.Replication;

/// <summary>
/// Signs a node's own logs as it has pushed them, all that changed at once: others hold the same version when the seal comes to them. Not thread-safe: it
/// belongs to the actor that replicates.
/// </summary>
internal sealed class OwnSeals<TKey, TRecord>(Owner self, int buckets, EntryGuardTerms<TKey, TRecord> terms, SealKeys keys)
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    private readonly SortedDictionary<int, OwnerLog<TKey, TRecord>> _logs = [];
    private readonly SortedDictionary<int, Seal> _seals = [];
    private readonly SortedSet<int> _due = [];
    private object? _certificate;

    /// <summary>The latest seal of each log.</summary>
    public ImmutableArray<Seal> All => [.. _seals.Values];

    public bool IsDue => _due.Count > 0;

    /// <summary>Own writes to a bucket were pushed.</summary>
    /// <param name="log">Those writes alone, or the log that they led to.</param>
    public void Wrote(int index, OwnerLog<TKey, TRecord> log)
    {
        _logs[index] = _logs.TryGetValue(index, out var before) ? OwnerLog<TKey, TRecord>.Merge(before, log) : log;
        _due.Add(index);
    }

    /// <summary>Under a new certificate everything is signed anew: the old one ends.</summary>
    public void Look()
    {
        if (ReferenceEquals(_certificate, keys.Current))
            return;
        _due.UnionWith(_logs.Keys);
    }

    /// <summary>Signs what was written since the last call.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key cannot sign.</exception>
    public ImmutableArray<Seal> Sign()
    {
        if (_due.Count == 0)
            return [];
        _certificate = keys.Current;
        ImmutableArray<byte> certificate = [.. keys.OwnCertificate];
        var stamp = terms.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var made = ImmutableArray.CreateBuilder<Seal>(_due.Count);
        foreach (var index in _due)
        {
            var log = _logs[index];
            var statement = SealStatement.Of(terms.Mesh, terms.Kind, self, buckets, index, log.Version, stamp, terms.Digest(self, log));
            made.Add(_seals[index] = new Seal(index, log.Version, stamp, [.. keys.Sign(statement)], certificate));
        }

        _due.Clear();
        return made.ToImmutable();
    }
}
