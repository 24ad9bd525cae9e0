using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>What follows from the coming and going of members.</summary>
internal sealed partial class RegistryCore
{
    private readonly Dictionary<InstanceKey, Evidence> _withdrawn = [];

    public void SetMember(Owner owner, Standing standing, Evidence? evidence, DateTimeOffset wall)
    {
        if (!View.SetMember(owner, standing) || evidence is null)
            return;
        foreach (var key in View.KeysOf(owner))
            Record(key, wall, $"owner {standing.ToString().ToLowerInvariant()}", evidence);
    }

    public void RemoveMember(Owner owner, Evidence evidence, TimeSpan now, DateTimeOffset wall)
    {
        foreach (var record in View.RemoveMember(owner))
        {
            Record(record.Key, wall, "removed with its owner", evidence);
            if (record.Kept || !record.IsApp())
                _orphans.Add(record, now);
        }
    }

    /// <summary>
    /// Removes what a silent owner still holds: this node claims it, out of rotation, so that nobody adopts it, and
    /// drops it once the owner has withdrawn its own or is removed.
    /// </summary>
    private void Withdraw(ServiceInstance record, DateTimeOffset wall, Evidence evidence)
    {
        Own(record with { Status = InstanceStatus.Draining }, wall, evidence);
        _withdrawn[record.Key] = evidence;
    }

    private void FinishWithdrawals(DateTimeOffset wall)
    {
        foreach (var (key, evidence) in _withdrawn.ToArray())
        {
            if (_book.GetValueOrDefault(key) is { Status: InstanceStatus.Draining } && View.IsHeldByOthers(key))
                continue;
            // Whoever registered it again meanwhile wants it.
            if (_book.GetValueOrDefault(key) is { Status: InstanceStatus.Draining })
                Disown(key, wall, evidence);
            _withdrawn.Remove(key);
        }
    }

    /// <summary>Adopts the kept records of removed owners whose turn has come; a record somebody else adopted is forgotten.</summary>
    public void AdoptOrphans(TimeSpan now, DateTimeOffset wall)
    {
        FinishWithdrawals(wall);
        if (_orphans.Count == 0)
            return;
        var members = View.Members.Where(m => m.Value is not Standing.Unreachable).Select(m => m.Key);
        foreach (var record in _orphans.Due(_self, members, now))
        {
            if (View.Winner(record.Key) is not null)
                _orphans.Forget(record.Key);
            else
                Own(Orphaned(record), wall, new(Causes.Adopted, _self.Address, "kept, and its owner was removed"));
        }
    }

    /// <summary>
    /// Remembers what other owners' instances did, so that their story can be told when the owner is gone. What follows
    /// from an owner's standing or removal is recorded where that is learnt.
    /// </summary>
    public void Witness(CatalogFlush flush, DateTimeOffset wall)
    {
        for (var i = 0; i < flush.Changes.Length; i++)
        {
            var change = flush.Changes[i];
            var instance = change.Instance!;
            if (instance.Owner == _self || !View.Members.ContainsKey(instance.Owner))
                continue;
            var before = flush.Before[i]?.Instance.Status;
            var status = instance.Instance.Status;
            var text = change.Kind switch
            {
                ChangeKind.Removed => "removed",
                ChangeKind.Added => $"registered, {Text(status)}",
                _ when before is { } old && old != status => $"{Text(old)} → {Text(status)}",
                _ => "",
            };
            if (text.Length > 0)
                Record(instance.Instance.Key, wall, text, new(Causes.Seen, _self.Address, $"told by the owner {instance.Owner}"));
        }
    }
}
