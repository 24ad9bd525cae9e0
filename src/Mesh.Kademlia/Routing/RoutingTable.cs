namespace Mesh.Kademlia.Routing;

/// <summary>
/// The contacts that one peer keeps, after Maymounkov and Mazières (2002), sections 2.2, 2.4 and 4.1: buckets by shared
/// prefix, at most k contacts each; a full bucket splits when it covers the own id, or when it belongs to the smallest
/// subtree around the own id that holds k contacts; a live contact is never displaced; only who has answered enters.
/// Pure: time and randomness are arguments.
/// </summary>
internal sealed class RoutingTable : IRoutingView
{
    // 15 s, 1 min, 4 min, 16 min: nobody misses a contact that is not offered, and one that comes back asks by itself.
    private const int BackOffGrowth = 4;

    private readonly NodeId _self;
    private readonly BucketList _buckets;
    private ProbeBudget _probes;
    private LinkWatch _link;

    public RoutingTable(NodeId self, KadSettings settings, TimeSpan now)
    {
        _self = self;
        Settings = settings;
        _buckets = new BucketList(settings.K, now);
        _probes = new ProbeBudget(settings.StrangersPerProbe, now);
    }

    public NodeId Self => _self;

    /// <summary>Contacts in buckets.</summary>
    public int Count { get; private set; }

    public int BucketCount => _buckets.Count;

    /// <summary>Newcomers that wait for a place.</summary>
    public int WaitingCount => _buckets.All.Sum(b => b.Waiting.Count);

    internal KadSettings Settings { get; }

    internal IReadOnlyList<Bucket> Buckets => _buckets.All;

    /// <summary>Takes note of a peer that sent something.</summary>
    public ObserveOutcome Observe(Contact contact, ContactEvidence hearing, TimeSpan now)
    {
        if (contact.Id == _self)
            return ObserveOutcome.Ignored;
        if (hearing is ContactEvidence.Answer)
            LinkWorks(now);
        var bucket = _buckets.Of(contact.Id);
        var at = bucket.IndexOf(contact.Id);
        if (at >= 0)
            return Again(bucket, at, contact, hearing, now);
        return hearing is ContactEvidence.Answer ? Admit(contact, now) : Stranger(bucket, contact, now);
    }

    public bool Contains(in NodeId id) => _buckets.Of(id).IndexOf(id) >= 0;

    /// <summary>Known, and it answered when last asked.</summary>
    public bool IsLive(in NodeId id)
    {
        var bucket = _buckets.Of(id);
        var at = bucket.IndexOf(id);
        return at >= 0 && !bucket.Entries[at].IsSuspended;
    }

    /// <summary>The contact with this id, if it is in a bucket.</summary>
    public Contact? Find(in NodeId id)
    {
        var bucket = _buckets.Of(id);
        var at = bucket.IndexOf(id);
        return at >= 0 ? bucket.Entries[at].Contact : null;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Contacts that have failed since they last answered are left out, unless no other is known: then the own link is
    /// more likely to be the cause than all of them.
    /// </remarks>
    public int Closest(in NodeId target, Span<Contact> into)
    {
        var found = _buckets.Closest(target, into, suspended: false);
        return found > 0 ? found : _buckets.Closest(target, into, suspended: true);
    }

    /// <summary>
    /// A request to this contact was not answered. It is no longer offered; a newcomer that waits takes its place after
    /// <see cref="KadSettings.FailuresToReplace"/> failures, and it goes for good after
    /// <see cref="KadSettings.FailuresToDrop"/> if others answered meanwhile.
    /// </summary>
    public void Fail(in NodeId id, TimeSpan now)
    {
        var bucket = _buckets.Of(id);
        var at = bucket.IndexOf(id);
        if (at < 0)
        {
            bucket.Forget(id);
            return;
        }

        ref var entry = ref bucket.Entries[at];
        if (!entry.IsSuspended)
            _link.OnFailure(now, Settings.HardTimeout);
        entry.Failures++;
        entry.FailedAt = now;
        entry.NextTry = now + Settings.BackOff * Math.Pow(BackOffGrowth, Math.Min(entry.Failures - 1, Settings.FailuresToDrop));
        if (entry.Failures >= Settings.FailuresToReplace && _link.IsUp(Count) && bucket.TryTakeProven(out var newcomer))
        {
            Remove(bucket, at);
            // It waited for a while and may have died meanwhile: not offered before it answers a ping, which is due.
            Place(bucket, new BucketEntry(newcomer, now) { Failures = 1, NextTry = now });
        }
        else if (entry.Failures >= Settings.FailuresToDrop && _link.IsUp(Count))
        {
            Remove(bucket, at);
        }
    }

    /// <summary>A lookup went through this range.</summary>
    public void NoteLookup(in NodeId target, TimeSpan now) => _buckets.Of(target).LookedUpAt = now;

    private static ObserveOutcome Again(Bucket bucket, int at, Contact contact, ContactEvidence hearing, TimeSpan now)
    {
        ref var entry = ref bucket.Entries[at];
        if (entry.Contact.Address != contact.Address)
        {
            // Whoever only asks may lie about its id; whoever answers from a new address has moved.
            if (hearing is ContactEvidence.Request)
                return ObserveOutcome.Ignored;
            entry.Contact = contact;
        }

        // A request does not prove that the peer can be reached again.
        if (hearing is ContactEvidence.Request && entry.IsSuspended)
            entry.NextTry = now;
        else
            entry.Heard(now);
        bucket.MoveToTail(at);
        return ObserveOutcome.Kept;
    }

    private ObserveOutcome Admit(Contact contact, TimeSpan now)
    {
        while (true)
        {
            var bucket = _buckets.Of(contact.Id);
            if (!NetworkQuota.Allows(Settings, _buckets, bucket, contact))
                return ObserveOutcome.Ignored;
            if (bucket.IsFull && bucket.MostFailed(Settings.FailuresToReplace) is >= 0 and var failed)
                Remove(bucket, failed);
            if (!bucket.IsFull)
            {
                bucket.Forget(contact.Id);
                Place(bucket, new BucketEntry(contact, now));
                return ObserveOutcome.Added;
            }

            if (!SplitRule.MaySplit(bucket, _buckets, _self, Settings.K))
                return bucket.Wait(new Newcomer(contact, true), Settings.ReplacementCache) ? ObserveOutcome.Waiting : ObserveOutcome.Ignored;
            _buckets.Split(contact.Id, Settings.ReplacementCache);
        }
    }

    private ObserveOutcome Stranger(Bucket bucket, Contact contact, TimeSpan now)
    {
        _probes.Message(now);
        if (!NetworkQuota.Allows(Settings, _buckets, bucket, contact))
            return ObserveOutcome.Ignored;
        var hasPlace = !bucket.IsFull
            || SplitRule.MaySplit(bucket, _buckets, _self, Settings.K)
            || bucket.MostFailed(Settings.FailuresToReplace) >= 0;
        if (hasPlace)
            return _probes.TryTake() ? ObserveOutcome.WorthProbing : ObserveOutcome.Ignored;
        return bucket.Wait(new Newcomer(contact, false), Settings.ReplacementCache) ? ObserveOutcome.Waiting : ObserveOutcome.Ignored;
    }

    private void LinkWorks(TimeSpan now)
    {
        // What failed during a silence of the own link says nothing of the contacts.
        if (!_link.IsUp(Count))
            Forgive();
        _link.OnAnswer(now);
    }

    private void Forgive()
    {
        foreach (var bucket in _buckets)
        {
            foreach (ref var entry in bucket.Entries)
            {
                if (entry.FailedAt >= _link.AnsweredAt)
                    entry.Failures = 0;
            }
        }
    }

    private void Place(Bucket bucket, in BucketEntry entry)
    {
        bucket.Append(entry);
        Count++;
    }

    private void Remove(Bucket bucket, int at)
    {
        bucket.RemoveAt(at);
        Count--;
    }
}
