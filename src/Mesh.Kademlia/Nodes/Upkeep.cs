using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Routing;

namespace Mesh.Kademlia.Nodes;

/// <summary>What a node does without being asked: expiry, second looks at failed contacts, refreshes, renewals.</summary>
internal sealed class Upkeep(NodeState node)
{
    // Bounds of one round, so that a long pause does not end in a burst.
    private const int ChecksPerRound = 16;
    private const int RefreshesPerRound = 3;
    private const int RenewalsPerRound = 8;
    private const double Spread = 0.1;

    private readonly SortedDictionary<NodeId, Dictionary<NodeId, TimeSpan>> _published = [];
    private TimeSpan _selfLookedUpAt;

    public void Begin(in Moment now)
    {
        _selfLookedUpAt = now.At;
        Next(now);
    }

    /// <summary>A record was published here: its publisher is reminded to renew it.</summary>
    public void Remember(KadRecord record, in Moment now)
    {
        if (record.IsTombstone)
        {
            Forget(record.Key, record.MeshId);
            return;
        }

        if (!_published.TryGetValue(record.Key, out var meshes))
            _published[record.Key] = meshes = [];
        meshes[record.MeshId] = now.At + node.Random.Jitter(node.Settings.RepublishInterval, Spread);
    }

    public void Forget(in NodeId key, in NodeId meshId)
    {
        if (_published.TryGetValue(key, out var meshes) && meshes.Remove(meshId) && meshes.Count == 0)
            _published.Remove(key);
    }

    public void Round(in Moment now)
    {
        node.Store.Sweep(now);
        CheckFailed(now);
        Refresh(now);
        AskForRenewals(now);
        RenewHeld(now);
        Next(now);
    }

    private void Next(in Moment now) => node.Agenda.Add(
        now.At + node.Random.Jitter(node.Settings.UpkeepInterval, Spread), DueKind.Upkeep, 0);

    private void CheckFailed(in Moment now)
    {
        for (var i = 0; i < ChecksPerRound && node.Table.TryDueCheck(now.At, out var contact); i++)
            PingTask.Start(node, contact.Address, contact, operation: null, now);
    }

    private void Refresh(in Moment now)
    {
        if (node.Table.Count == 0)
            return;
        if (now.At - _selfLookedUpAt >= node.Settings.RefreshInterval)
        {
            _selfLookedUpAt = now.At;
            LookUp(node.Self, node.Settings.K, now);
        }

        for (var i = 0; i < RefreshesPerRound
            && node.Table.TryDueRefresh(now.At, ref node.Random, out var target); i++)
            LookUp(target, node.Settings.RefreshWidth, now);
    }

    private void LookUp(in NodeId target, int width, in Moment now) =>
        LookupTask.Start(node, new LookupWish(target, LookupMode.Nodes) { Width = width }, static (_, _) => { }, now);

    private void AskForRenewals(in Moment now)
    {
        foreach (var (key, meshes) in _published)
        {
            foreach (var meshId in meshes.Keys.Order().ToArray())
            {
                if (meshes[meshId] > now.At)
                    continue;
                meshes[meshId] = now.At + node.Random.Jitter(node.Settings.RepublishInterval, Spread);
                node.AskForRenewal(key, meshId);
            }
        }
    }

    private void RenewHeld(in Moment now)
    {
        if (node.Settings.HolderRepublishInterval == TimeSpan.Zero)
            return;
        // Whoever renews first makes the others skip theirs: the store resets their timers.
        var before = now.At - node.Random.Jitter(node.Settings.HolderRepublishInterval, Spread);
        foreach (var held in node.Store.Held(now).Where(h => h.StoredAt < before).Take(RenewalsPerRound).ToArray())
        {
            node.Store.Put(held.Record, now);
            PublishTask.Start(node, new KadInput.Publish(0, held.Record), static (_, _) => { }, now);
        }
    }
}
