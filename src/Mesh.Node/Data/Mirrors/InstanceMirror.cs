using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Data.Records;

namespace Mesh.Node.Data.Mirrors;

/// <summary>
/// What is stored of the instances that live on, and how that differs from what the node owns. A deletion is remembered,
/// so that an older record of it on another node's disk can be told from a newer one. Pure.
/// </summary>
internal sealed class InstanceMirror
{
    /// <summary>As long as what sleeps for a weekend may come back.</summary>
    public static readonly TimeSpan KeepDeletions = TimeSpan.FromHours(72);

    /// <summary>Beyond so many, the oldest go early.</summary>
    public const int MaxDeletions = 65_536;

    private readonly Dictionary<InstanceKey, ServiceInstance> _instances;
    private readonly Dictionary<InstanceKey, InstanceDeletion> _deletions;

    public InstanceMirror(IEnumerable<ServiceInstance> instances, IEnumerable<InstanceDeletion> deletions)
    {
        _instances = instances.ToDictionary(i => i.Key);
        _deletions = deletions.ToDictionary(d => d.Key);
    }

    public IReadOnlyCollection<ServiceInstance> Instances => _instances.Values;

    public IReadOnlyCollection<InstanceDeletion> Deletions => _deletions.Values;

    /// <summary>Is the deregistration stored, or a later one?</summary>
    public bool Remembers(InstanceKey key, long claim) => _deletions.TryGetValue(key, out var stored) && stored.Claim >= claim;

    /// <param name="owned">Everything that this node owns, of which those that live on are stored.</param>
    /// <param name="absence">Asked for each instance that is stored and not owned.</param>
    /// <param name="deletions">Deregistrations by this node that are not stored yet, whoever owned the instance.</param>
    public IReadOnlyList<InstanceChange> Diff(
        ImmutableDictionary<InstanceKey, ServiceInstance> owned, Func<InstanceKey, Absence> absence, DateTimeOffset now, IReadOnlyCollection<InstanceDeletion>? deletions = null)
    {
        var changes = new List<InstanceChange>();
        var deleted = (deletions ?? []).Where(d => !owned.ContainsKey(d.Key)).ToDictionary(d => d.Key);
        changes.AddRange(deleted.Values.Select(d => new InstanceChange(d.Key, null, d)));
        foreach (var (key, instance) in owned)
        {
            if (!IsStored(instance))
                continue;
            var held = _instances.GetValueOrDefault(key);
            if (!ReferenceEquals(held, instance) && held != instance)
                changes.Add(new InstanceChange(key, instance, null));
        }

        foreach (var (key, stored) in _instances)
        {
            if (owned.TryGetValue(key, out var held))
            {
                if (!IsStored(held))
                    changes.Add(new InstanceChange(key, null, null));
                continue;
            }

            if (deleted.ContainsKey(key))
                continue;
            var found = absence(key);
            if (found is Absence.Elsewhere)
                changes.Add(new InstanceChange(key, null, null));
            else if (found is Absence.Deleted)
                changes.Add(new InstanceChange(key, null, new InstanceDeletion(key, stored.Claim + 1, now)));
        }

        Prune(now, changes);
        return changes;
    }

    public void Accept(IReadOnlyList<InstanceChange> changes)
    {
        foreach (var change in changes)
        {
            _instances.Remove(change.Key);
            _deletions.Remove(change.Key);
            if (change.Instance is not null)
                _instances[change.Key] = change.Instance;
            else if (change.Deletion is not null)
                _deletions[change.Key] = change.Deletion;
        }
    }

    /// <summary>What an entry describes comes back with the entry.</summary>
    private static bool IsStored(ServiceInstance instance) => Lifetimes.IsStored(instance) && !DerivedInstances.IsDerived(instance);

    private void Prune(DateTimeOffset now, List<InstanceChange> changes)
    {
        if (_deletions.Count == 0)
            return;
        var surplus = _deletions.Count - MaxDeletions;
        var old = surplus > 0
            ? _deletions.Values.OrderBy(d => d.At).Where((d, n) => n < surplus || now - d.At > KeepDeletions)
            : _deletions.Values.Where(d => now - d.At > KeepDeletions);
        var touched = changes.Select(c => c.Key).ToHashSet();
        foreach (var deletion in old.Where(d => !touched.Contains(d.Key)).ToArray())
            changes.Add(new InstanceChange(deletion.Key, null, null));
    }
}
