namespace Mesh.Kademlia.Routing;

/// <summary>
/// The contacts that one peer keeps, after Maymounkov and Mazières (2002), sections 2.2, 2.4 and 4.1: buckets by shared
/// prefix, at most k contacts each; a full bucket splits when it covers the own id, or when it belongs to the smallest
/// subtree around the own id that holds k contacts; a live contact is never displaced; only who has answered enters.
/// Pure: time and randomness are arguments.
/// </summary>
public sealed partial class RoutingTable : IRoutingView
{
    private readonly NodeId _self;
    private readonly KadSettings _settings;
    private readonly List<Bucket> _buckets;
    private ProbeBudget _probes;

    public RoutingTable(NodeId self, KadSettings settings, TimeSpan now)
    {
        _self = self;
        _settings = settings;
        _buckets = [new Bucket(NodeId.Zero, 0, settings.K) { LookedUpAt = now }];
        _probes = new ProbeBudget(settings.StrangersPerProbe, now);
    }

    public NodeId Self => _self;

    /// <summary>Contacts in buckets.</summary>
    public int Count { get; private set; }

    public int BucketCount => _buckets.Count;

    /// <summary>Newcomers that wait for a place.</summary>
    public int WaitingCount => _buckets.Sum(b => b.Waiting.Count);

    internal IReadOnlyList<Bucket> Buckets => _buckets;

    /// <summary>Takes note of a peer that sent something.</summary>
    public Sighting Observe(Contact contact, Hearing hearing, TimeSpan now)
    {
        if (contact.Id == _self)
            return Sighting.Ignored;
        if (hearing is Hearing.Answer)
            LinkWorks(now);
        var bucket = _buckets[BucketOf(contact.Id)];
        var at = bucket.IndexOf(contact.Id);
        if (at >= 0)
            return Again(bucket, at, contact, hearing, now);
        return hearing is Hearing.Answer ? Admit(contact, now) : Stranger(bucket, contact, now);
    }

    public bool Contains(in NodeId id) => _buckets[BucketOf(id)].IndexOf(id) >= 0;

    /// <summary>Known, and it answered when last asked.</summary>
    public bool IsLive(in NodeId id)
    {
        var bucket = _buckets[BucketOf(id)];
        var at = bucket.IndexOf(id);
        return at >= 0 && !bucket.Entries[at].IsSuspended;
    }

    /// <summary>The contact with this id, if it is in a bucket.</summary>
    public Contact? Find(in NodeId id)
    {
        var bucket = _buckets[BucketOf(id)];
        var at = bucket.IndexOf(id);
        return at >= 0 ? bucket.Entries[at].Contact : null;
    }

    /// <summary>
    /// The contacts to start from after a restart, most recently heard first: what the shell stores.
    /// </summary>
    public IReadOnlyList<Contact> Export(int limit)
    {
        var all = new List<BucketEntry>(Count);
        foreach (var bucket in _buckets)
            all.AddRange(bucket.Entries);
        return [.. all.OrderBy(e => e.Failures).ThenByDescending(e => e.HeardAt).Take(limit).Select(e => e.Contact)];
    }

    private static Sighting Again(Bucket bucket, int at, Contact contact, Hearing hearing, TimeSpan now)
    {
        ref var entry = ref bucket.Entries[at];
        if (entry.Contact.Address != contact.Address)
        {
            // Whoever only asks may lie about its id; whoever answers from a new address has moved.
            if (hearing is Hearing.Request)
                return Sighting.Ignored;
            entry.Contact = contact;
        }

        // A request does not prove that the peer can be reached again.
        if (hearing is Hearing.Request && entry.IsSuspended)
            entry.NextTry = now;
        else
            entry.Heard(now);
        bucket.MoveToTail(at);
        return Sighting.Kept;
    }

    private Sighting Admit(Contact contact, TimeSpan now)
    {
        while (true)
        {
            var index = BucketOf(contact.Id);
            var bucket = _buckets[index];
            if (!AddressesAllow(bucket, contact))
                return Sighting.Ignored;
            if (bucket.IsFull && bucket.MostFailed(_settings.FailuresToReplace) is >= 0 and var failed)
                Remove(bucket, failed);
            if (!bucket.IsFull)
            {
                bucket.Forget(contact.Id);
                Place(bucket, new BucketEntry(contact, now));
                return Sighting.Added;
            }

            if (!MaySplit(bucket))
                return bucket.Wait(new Newcomer(contact, true), _settings.ReplacementCache) ? Sighting.Waiting : Sighting.Ignored;
            var (low, high) = bucket.Split(_settings.ReplacementCache);
            _buckets[index] = low;
            _buckets.Insert(index + 1, high);
        }
    }

    private Sighting Stranger(Bucket bucket, Contact contact, TimeSpan now)
    {
        _probes.Message(now);
        if (!AddressesAllow(bucket, contact))
            return Sighting.Ignored;
        var hasPlace = !bucket.IsFull || MaySplit(bucket) || bucket.MostFailed(_settings.FailuresToReplace) >= 0;
        if (hasPlace)
            return _probes.TryTake() ? Sighting.WorthProbing : Sighting.Ignored;
        return bucket.Wait(new Newcomer(contact, false), _settings.ReplacementCache) ? Sighting.Waiting : Sighting.Ignored;
    }

    /// <summary>
    /// The rule of section 2.4. The subtree around the own id that the bucket's parent range borders holds fewer than k:
    /// then the smallest with k takes the bucket in, and all of it must be known.
    /// </summary>
    internal bool MaySplit(Bucket bucket)
    {
        if (bucket.Depth >= NodeId.Bits - 1)
            return false;
        var shared = bucket.Prefix.CommonPrefix(_self);
        return shared >= bucket.Depth || ContactsSharing(shared + 1) < _settings.K;
    }

    private int ContactsSharing(int bits)
    {
        var count = 0;
        foreach (var bucket in _buckets)
        {
            if (bucket.Depth >= bits && bucket.Prefix.CommonPrefix(_self) >= bits)
                count += bucket.Count;
            else if (bucket.Depth < bits && bucket.Covers(_self))
                count += Sharing(bucket, bits);
        }

        return count;
    }

    private int Sharing(Bucket bucket, int bits)
    {
        var count = 0;
        foreach (ref readonly var entry in bucket.Entries)
            count += entry.Contact.Id.CommonPrefix(_self) >= bits ? 1 : 0;
        return count;
    }

    private bool AddressesAllow(Bucket bucket, Contact contact)
    {
        if (_settings.PerNetworkInBucket == 0 && _settings.PerNetworkInTable == 0)
            return true;
        var network = contact.Address.Network;
        if (_settings.PerNetworkInBucket > 0 && Neighbours(bucket, network) >= _settings.PerNetworkInBucket)
            return false;
        return _settings.PerNetworkInTable == 0 || _buckets.Sum(b => Neighbours(b, network)) < _settings.PerNetworkInTable;
    }

    private static int Neighbours(Bucket bucket, UInt128 network)
    {
        var count = 0;
        foreach (ref readonly var entry in bucket.Entries)
            count += entry.Contact.Address.Network == network ? 1 : 0;
        return count;
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

    /// <summary>The last bucket whose first id is not above this id: buckets are sorted and cover the whole space.</summary>
    private int BucketOf(in NodeId id)
    {
        int low = 0, high = _buckets.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_buckets[middle].Prefix <= id)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
