namespace Mesh.Kademlia.Routing;

public sealed partial class RoutingTable
{
    /// <summary>
    /// So many contacts that failed for the first time, without any answer between, mean that the own link is down: with
    /// half of all peers dead it happens by chance once in 4,000 times.
    /// </summary>
    private const int SilenceOfLink = 12;

    // 15 s, 1 min, 4 min, 16 min: nobody misses a contact that is not offered, and one that comes back asks by itself.
    private const int BackOffGrowth = 4;

    private int _failuresSinceAnswer;
    private TimeSpan _answeredAt;

    private bool IsLinkUp => _failuresSinceAnswer < Math.Min(SilenceOfLink, Math.Max(Count, 1));

    /// <summary>
    /// A request to this contact was not answered. It is no longer offered; a newcomer that waits takes its place after
    /// <see cref="KadSettings.FailuresToReplace"/> failures, and it goes for good after
    /// <see cref="KadSettings.FailuresToDrop"/> if others answered meanwhile.
    /// </summary>
    public void Fail(in NodeId id, TimeSpan now)
    {
        var bucket = _buckets[BucketOf(id)];
        var at = bucket.IndexOf(id);
        if (at < 0)
        {
            bucket.Forget(id);
            return;
        }

        ref var entry = ref bucket.Entries[at];
        // An answer that came while this one was waited for shows that the link is up.
        if (now - _answeredAt > _settings.HardTimeout && !entry.IsSuspended)
            _failuresSinceAnswer++;
        entry.Failures++;
        entry.FailedAt = now;
        entry.NextTry = now + _settings.BackOff * Math.Pow(BackOffGrowth, Math.Min(entry.Failures - 1, _settings.FailuresToDrop));
        if (entry.Failures >= _settings.FailuresToReplace && IsLinkUp && bucket.TryTakeProven(out var newcomer))
        {
            Remove(bucket, at);
            // It waited for a while and may have died meanwhile: not offered before it answers a ping, which is due.
            Place(bucket, new BucketEntry(newcomer, now) { Failures = 1, NextTry = now });
        }
        else if (entry.Failures >= _settings.FailuresToDrop && IsLinkUp)
        {
            Remove(bucket, at);
        }
    }

    /// <summary>
    /// The next contact to be pinged: it failed and its pause is over, or it was not heard of for the refresh interval.
    /// </summary>
    public bool TryDueCheck(TimeSpan now, out Contact contact)
    {
        foreach (var bucket in _buckets)
        {
            foreach (ref var entry in bucket.Entries)
            {
                if (entry.NextTry > now || !entry.IsSuspended && now - entry.HeardAt < _settings.RefreshInterval)
                    continue;
                entry.NextTry = now + _settings.BackOff;
                contact = entry.Contact;
                return true;
            }
        }

        contact = null!;
        return false;
    }

    /// <summary>A random id in a bucket whose range was not looked up for the refresh interval.</summary>
    public bool TryDueRefresh(TimeSpan now, ref KadRandom random, out NodeId target)
    {
        foreach (var bucket in _buckets)
        {
            if (now - bucket.LookedUpAt < _settings.RefreshInterval)
                continue;
            bucket.LookedUpAt = now;
            target = bucket.Prefix.WithSuffix(bucket.Depth, NodeId.Random(ref random));
            return true;
        }

        target = default;
        return false;
    }

    /// <summary>
    /// One random id for each bucket farther than the nearest neighbour: what a joining peer looks up after itself.
    /// </summary>
    public IReadOnlyList<NodeId> JoinTargets(ref KadRandom random)
    {
        var targets = new List<NodeId>();
        foreach (var bucket in _buckets)
        {
            if (!bucket.Covers(_self))
                targets.Add(bucket.Prefix.WithSuffix(bucket.Depth, NodeId.Random(ref random)));
        }

        return targets;
    }

    /// <summary>All contacts with how they behaved, farthest bucket first.</summary>
    public IEnumerable<PeerView> View(TimeSpan now)
    {
        var views = new List<PeerView>(Count);
        foreach (var bucket in _buckets)
        {
            foreach (ref readonly var entry in bucket.Entries)
                views.Add(new PeerView(entry.Contact, _self.CommonPrefix(entry.Contact.Id), entry.Failures, now - entry.HeardAt));
        }

        return views.OrderBy(v => v.SharedBits).ThenBy(v => v.Peer.Id);
    }

    /// <summary>Contacts that answered when last asked, and were heard of within this time.</summary>
    public int CountLive(TimeSpan now, TimeSpan within)
    {
        var count = 0;
        foreach (var bucket in _buckets)
        {
            foreach (ref readonly var entry in bucket.Entries)
                count += !entry.IsSuspended && now - entry.HeardAt <= within ? 1 : 0;
        }

        return count;
    }

    /// <summary>A lookup went through this range.</summary>
    public void NoteLookup(in NodeId target, TimeSpan now) => _buckets[BucketOf(target)].LookedUpAt = now;

    private void LinkWorks(TimeSpan now)
    {
        // What failed during a silence of the own link says nothing of the contacts.
        if (!IsLinkUp)
            Forgive();
        _failuresSinceAnswer = 0;
        _answeredAt = now;
    }

    private void Forgive()
    {
        foreach (var bucket in _buckets)
        {
            foreach (ref var entry in bucket.Entries)
            {
                if (entry.FailedAt >= _answeredAt)
                    entry.Failures = 0;
            }
        }
    }
}
