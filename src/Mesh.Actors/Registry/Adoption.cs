using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>What becomes of other owners' instances when the owner is silent or removed: they are adopted, or withdrawn for good.</summary>
internal sealed class Adoption(Owner self, CatalogView view, CatalogEvents events, Registrations own, Orphans orphans)
{
    private readonly Dictionary<InstanceKey, Evidence> _withdrawn = [];

    /// <summary>What the owner had is out of the view at once; some of it waits for a new owner.</summary>
    public void RemoveMember(Owner owner, Evidence evidence, Moment now)
    {
        foreach (var record in view.RemoveMember(owner))
        {
            events.Record(record.Key, now, "removed with its owner", evidence);
            if (record.Kept || !record.IsApp())
                orphans.Add(record, now.At);
        }
    }

    /// <summary>Claims the record of an owner that is silent or gone.</summary>
    /// <param name="change">What the word that came here makes of the record.</param>
    public void Adopt(ServiceInstance record, Func<ServiceInstance, ServiceInstance> change, Moment now, string reason) =>
        own.Own(change(CheckRecords.Orphaned(record)), now, Causes.Adopted, reason);

    /// <summary>
    /// Removes what a silent owner still holds: this node claims it, out of rotation, so that nobody adopts it, and
    /// drops it once the owner has withdrawn its own or is removed.
    /// </summary>
    public void Withdraw(ServiceInstance record, Moment now, Evidence evidence)
    {
        // The record of an owner that is gone would be adopted by others once that is removed.
        if (view.Winner(record.Key) is null)
        {
            orphans.Forget(record.Key);
            return;
        }

        own.Own(record with { Status = InstanceStatus.Draining }, now, evidence);
        _withdrawn[record.Key] = evidence;
    }

    /// <summary>Adopts the kept records of removed owners whose turn has come; a record somebody else adopted is forgotten.</summary>
    public void Tick(Moment now)
    {
        FinishWithdrawals(now);
        if (orphans.Count == 0)
            return;
        foreach (var record in orphans.Due(self, view.Members, now.At))
        {
            if (view.Winner(record.Key) is not null)
                orphans.Forget(record.Key);
            else
                Adopt(record, static r => r, now, "kept, and its owner was removed");
        }
    }

    private void FinishWithdrawals(Moment now)
    {
        if (_withdrawn.Count == 0)
            return;
        foreach (var (key, evidence) in _withdrawn.ToArray())
        {
            var isHeld = own.Records.GetValueOrDefault(key) is { Status: InstanceStatus.Draining };
            if (isHeld && view.IsHeldByOthers(key))
                continue;
            // Whoever registered it again meanwhile wants it.
            if (isHeld)
                own.Disown(key, now, evidence);
            _withdrawn.Remove(key);
        }
    }
}
