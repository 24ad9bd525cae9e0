using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>What a node does without being asked: expiry, second looks at failed contacts, refreshes, renewals.</summary>
internal sealed class Upkeep(KadContext context)
{
    // Bounds of one round, so that a long pause does not end in a burst.
    private const int ChecksPerRound = 16;
    private const int RefreshesPerRound = 3;
    private const int RenewalsPerRound = 8;
    private const double Spread = 0.1;

    private readonly SortedDictionary<NodeId, Dictionary<NodeId, TimeSpan>> _published = [];
    private TimeSpan _selfLookedUpAt;

    public void Begin(in KadTime now)
    {
        _selfLookedUpAt = now.Monotonic;
        Next(now);
    }

    /// <summary>A record was published here: its publisher is reminded to renew it.</summary>
    public void Remember(KadRecord record, in KadTime now)
    {
        if (record.IsTombstone)
        {
            Forget(record.Key, record.MeshId);
            return;
        }

        if (!_published.TryGetValue(record.Key, out var meshes))
            _published[record.Key] = meshes = [];
        meshes[record.MeshId] = now.Monotonic + context.Random.Jitter(context.Settings.RepublishInterval, Spread);
    }

    public void Forget(in NodeId key, in NodeId meshId)
    {
        if (_published.TryGetValue(key, out var meshes) && meshes.Remove(meshId) && meshes.Count == 0)
            _published.Remove(key);
    }

    public void Round(in KadTime now)
    {
        context.Store.Sweep(now);
        CheckFailed(now);
        Refresh(now);
        AskForRenewals(now);
        RenewHeld(now);
        Next(now);
    }

    private void Next(in KadTime now) => context.Agenda.Add(
        now.Monotonic + context.Random.Jitter(context.Settings.UpkeepInterval, Spread), DueKind.Upkeep, 0);

    private void CheckFailed(in KadTime now)
    {
        for (var i = 0; i < ChecksPerRound && context.Table.TryDueCheck(now.Monotonic, out var contact); i++)
            PingTask.Start(context, contact.Address, contact, operation: null, now);
    }

    private void Refresh(in KadTime now)
    {
        if (context.Table.Count == 0)
            return;
        if (now.Monotonic - _selfLookedUpAt >= context.Settings.RefreshInterval)
        {
            _selfLookedUpAt = now.Monotonic;
            LookUp(context.Self, context.Settings.K, now);
        }

        for (var i = 0; i < RefreshesPerRound
            && context.Table.TryDueRefresh(now.Monotonic, ref context.Random, out var target); i++)
            LookUp(target, context.Settings.RefreshWidth, now);
    }

    private void LookUp(in NodeId target, int width, in KadTime now) =>
        LookupTask.Start(context, new LookupWish(target, LookupMode.Nodes) { Width = width }, static (_, _) => { }, now);

    private void AskForRenewals(in KadTime now)
    {
        foreach (var (key, meshes) in _published)
        {
            foreach (var meshId in meshes.Keys.Order().ToArray())
            {
                if (meshes[meshId] > now.Monotonic)
                    continue;
                meshes[meshId] = now.Monotonic + context.Random.Jitter(context.Settings.RepublishInterval, Spread);
                context.Effects.Add(new KadEffect.Renew(key, meshId));
            }
        }
    }

    private void RenewHeld(in KadTime now)
    {
        if (context.Settings.HolderRepublishInterval == TimeSpan.Zero)
            return;
        // Whoever renews first makes the others skip theirs: the store resets their timers.
        var before = now.Monotonic - context.Random.Jitter(context.Settings.HolderRepublishInterval, Spread);
        foreach (var held in context.Store.Held(now).Where(h => h.StoredAt < before).Take(RenewalsPerRound).ToArray())
        {
            context.Store.Put(held.Record, now);
            PublishTask.Start(context, new KadInput.Publish(0, held.Record), static (_, _) => { }, now);
        }
    }
}
