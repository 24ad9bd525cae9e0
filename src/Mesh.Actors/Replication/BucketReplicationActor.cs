using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.DistributedData;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Trust;
using Mesh.Views;

namespace Mesh.Replication;

/// <summary>
/// Carries this node's writes to the others and theirs to the sibling that holds the buckets; child of /user/mesh. Two
/// paths, one lattice: a push to every member at once, and Distributed Data, which heals what the push lost (see
/// <see cref="WriteBehind"/>). The replicator is polled, not subscribed to: subscriptions cost it two serialisations of a bucket per change, and it
/// forgets them when it restarts. What a push looks like is the kind's own.
/// <para>A restart loses nothing but time: own writes are asked for again, members too, and polling begins anew.</para>
/// </summary>
internal abstract class BucketReplicationActor<TBucket, TKey, TRecord> : ReceiveActor, IWithTimers
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SealInterval = TimeSpan.FromSeconds(1);

    private readonly BucketKind<TBucket> _kind;
    private readonly MeshOptions _options;
    private readonly Key<TBucket>[] _keys;
    private readonly ReplicaCheck<TBucket, TKey, TRecord> _check;
    private readonly WarmUpRounds _warmUp;
    private readonly StoringPeers _storing;
    private readonly RecentPushes _recent = new();
    private readonly WriteBehind _behind = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private protected BucketReplicationActor(
        BucketKind<TBucket> kind, Owner self, MeshOptions options, ICanTell holder, IActorRef replicator,
        EntryGuardTerms<TKey, TRecord>? guard,
        IReadOnlySet<string>? former)
    {
        Guard = guard is { Trust.IsOn: true } ? new EntryGuard<TBucket, TKey, TRecord>(self, options.Buckets, guard) : null;
        _kind = kind;
        _options = options;
        Owner = self;
        Holder = holder;
        Replicator = replicator;
        Members = [self];
        _keys = [.. Enumerable.Range(0, options.Buckets).Select(i => kind.Key(i, options.Buckets))];
        _check = new ReplicaCheck<TBucket, TKey, TRecord>(self, options.Buckets);
        _warmUp = new WarmUpRounds(
            self, options.Buckets, (member, question) => Send(question, member, kind.HolderPath), () => holder.Tell(kind.Warmed, Self), OnAwaited)
        {
            IsProven = Guard is { Wanted: var wanted } ? () => wanted.IsEmpty : null,
            Former = former?.Where(address => address != self.Address).ToImmutableHashSet() ?? [],
        };
        _storing = new StoringPeers(
            self,
            (message, member) => Send(message, member, kind.ReplicationPath),
            TellStoring);
        Receive<ReplicationTick.Write>(_ => Write());
        Receive<ReplicationTick.Poll>(_ => OnPollTick());
        ReceiveFromReplicator();
        Receive<ReplicationTick.WarmUp>(_ => _warmUp.Tick(Members));
        Receive<ReplicationProtocol.Versions>(_warmUp.Told, m => IsBy(m.From));
        Receive<ReplicationProtocol.Known>(m => _warmUp.Known(m.By), m => IsBy(m.By));
        Receive<ReplicationProtocol.Back>(On, m => IsBy(m.By));
        Receive<ReplicationProtocol.Restored>(m => _storing.Restored(m.Stores, Members.Remove(Owner)));
        Receive<ReplicationProtocol.Sealed>(On);
        Receive<ReplicationTick.Seal>(_ => TellSeals());
        Receive<MembershipProtocol.MemberUp>(m => On(m.Member));
        Receive<MembershipProtocol.MemberRemoved>(m => On(m.Owner));
        Receive<MembershipProtocol.StandingChanged>(m => On(m.Owner, m.Standing));
        Receive<ReplicationProtocol.PullFrom>(m => Send(new ReplicationProtocol.Pull(Owner, m.Indexes), m.From, kind.HolderPath));
        Receive<MembershipProtocol.MemberLeaving>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>This node.</summary>
    private protected Owner Owner { get; }

    private protected ICanTell Holder { get; }

    private protected IActorRef Replicator { get; }

    /// <summary>Null: without TLS, or where it is off, every member is believed.</summary>
    private protected EntryGuard<TBucket, TKey, TRecord>? Guard { get; }

    /// <summary>This node among them.</summary>
    private protected ImmutableSortedSet<Owner> Members { get; private set; }

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(ReplicationTick.Poll), ReplicationTick.Poll.Instance, PollInterval);
        Holder.Tell(_kind.GetOwn, Self);
        Context.ActorSelection(MeshNames.MembershipPath).Tell(MembershipProtocol.Follow.Instance, Self);
    }

    /// <summary>Tells the holder of state that came from outside.</summary>
    private protected abstract void TakeIn(int index, TBucket bucket);

    /// <summary>Sends a push of this node on its way.</summary>
    /// <param name="again">The same for a member that is heard of later: nobody waits for its acknowledgement.</param>
    /// <param name="bytes">What its records hold, about.</param>
    private protected void Push(IWireMessage push, IWireMessage again, long bytes)
    {
        PassOn(push, Owner);
        Keep([again], bytes);
    }

    /// <summary>Keeps pushes for a member that is heard of later.</summary>
    /// <param name="bytes">What their records hold, about.</param>
    private protected void Keep(IEnumerable<IWireMessage> pushes, long bytes) => _recent.Add(pushes, bytes);

    /// <summary>Sends a push that came from outside further along its way.</summary>
    private protected void PassOn(IWireMessage push, Owner origin) =>
        Push(push, Guard is not null && origin == Owner ? Members.Remove(Owner) : PushTree.Children(Members, origin, Owner));

    private protected void Push(IWireMessage push, IEnumerable<Owner> to)
    {
        foreach (var member in to)
            Send(push, member, _kind.ReplicationPath);
    }

    /// <summary>What was not taken, for whoever has to explain it; it is counted and logged already.</summary>
    private protected virtual void Tell(EntryRefusal<TKey> refusal)
    {
    }

    /// <summary>Other members that store what they own, by their addresses. They tell so for each kind of buckets: one is enough.</summary>
    private protected virtual void TellStoring(ImmutableSortedSet<string> members)
    {
    }

    /// <summary>Does the message that is handled now come over the link of that node? Without a guard, everybody is believed.</summary>
    private protected bool IsBy(Owner owner) => Guard is null || Senders.IsBy(Sender, owner);

    /// <summary>Are own pushes passed on by others? Not where those may not speak for this node: then they go to every member directly.</summary>
    private protected bool Relays => Guard is null && PushTree.IsDeep(Members);

    /// <summary>Is a push to be taken, or passed on as that of a node which does not sign? What is refused is asked of whoever it is said to be of.</summary>
    private protected bool IsPushOf(Owner from, IEnumerable<int> indexes)
    {
        if (Guard is null || Senders.IsBy(Sender, from) || Guard.MayPassOn(from))
            return true;
        Guard.Forged(SenderAddress, from, "a push");
        foreach (var index in indexes)
            Guard.Want(index, from);
        TellRefusals();
        return false;
    }

    /// <summary>What of a part of a push is taken.</summary>
    private protected TBucket Taken(Owner from, int index, TBucket bucket)
    {
        if (Guard is null)
            return bucket;
        var taken = Guard.Given(from, index, bucket);
        if (!ReferenceEquals(taken, bucket))
            TellRefusals();
        return taken;
    }

    /// <summary>Own writes to a bucket were pushed.</summary>
    /// <param name="log">Those, or the log that they led to.</param>
    private protected void Wrote(int index, OwnerLog<TKey, TRecord> log)
    {
        _check.Wrote(index, log.Latest);
        Changed(index);
        if (Guard is null)
            return;
        Guard.Own.Wrote(index, log);
        ScheduleSeals();
    }

    /// <summary>A bucket has changed, by whomever: Distributed Data is to follow.</summary>
    private protected void Changed(int index)
    {
        if (index < 0 || index >= _keys.Length)
            return;
        _behind.Changed(index);
        ScheduleWrite();
    }

    private protected void ScheduleWrite()
    {
        if (!Timers.IsTimerActive(nameof(ReplicationTick.Write)))
            Timers.StartSingleTimer(nameof(ReplicationTick.Write), ReplicationTick.Write.Instance, _options.WriteInterval);
    }

    /// <summary>The holder is asked for what is to be written: all that it knows of a bucket, as all nodes write it.</summary>
    private protected virtual void Write()
    {
        if (_behind.Turn() is { Count: > 0 } due)
            Holder.Tell(new ReplicationProtocol.Pull(Owner, [.. due]), Self);
        if (_behind.HasWork)
            ScheduleWrite();
    }

    private protected virtual void Poll()
    {
        for (var i = 0; i < _keys.Length; i++)
            Replicator.Tell(Dsl.Get(_keys[i], ReadLocal.Instance, i));
    }

    /// <summary>A bucket as this node holds it, for Distributed Data; or that of a member that was asked for it.</summary>
    /// <param name="seals">Of logs in it that are another's than the sender's.</param>
    private protected void OnState(Owner from, int index, TBucket bucket, ImmutableArray<OwnerSeal> seals)
    {
        if (from == Owner && Sender is IInternalActorRef { IsLocal: true })
        {
            WriteReplica(index, bucket);
            return;
        }

        if (Guard is not null)
        {
            if (!Senders.IsBy(Sender, from))
            {
                Guard.Forged(SenderAddress, from, "a bucket");
                TellRefusals();
                return;
            }

            bucket = Guard.Given(from, index, bucket, seals);
            Guard.Wanted.Came(index, from, long.MaxValue);
            TellRefusals();
        }

        TakeIn(index, bucket);
        if (!seals.IsDefaultOrEmpty && Guard is not null)
            Holder.Tell(new ReplicationProtocol.SealsArrived([.. seals.Where(s => s.Seal.Index == index && bucket.Logs.ContainsKey(s.Owner))]), Self);
        _warmUp.Received(from, index);
        _warmUp.Proven();
    }

    private string SenderAddress => Senders.AddressOf(Sender) ?? "nobody";

    private void On(ReplicationProtocol.Sealed message)
    {
        if (Guard is null)
            return;
        if (!Senders.IsBy(Sender, message.From))
        {
            Guard.Forged(SenderAddress, message.From, "signatures");
            TellRefusals();
            return;
        }

        foreach (var seal in message.Items)
            Guard.Hint(seal.Index, message.From, seal.Version);
        Holder.Tell(new ReplicationProtocol.SealsArrived([.. message.Items.Select(s => new OwnerSeal(message.From, s))]), Self);
    }

    private void ScheduleSeals()
    {
        if (!Timers.IsTimerActive(nameof(ReplicationTick.Seal)))
            Timers.StartSingleTimer(nameof(ReplicationTick.Seal), ReplicationTick.Seal.Instance, SealInterval);
    }

    private void TellSeals()
    {
        try
        {
            var seals = Guard!.Own.Sign();
            if (!seals.IsEmpty)
                Push(new ReplicationProtocol.Sealed(Owner, seals), Members.Remove(Owner).Where(Guard.MayUseSeals));
        }
        catch (CryptographicException fault)
        {
            // The owner is still asked itself; what it wrote is passed on by nobody.
            _log.Warning("Entries are not signed: {Reason}", fault.Message);
        }
    }

    private void TellRefusals()
    {
        foreach (var refusal in Guard?.TakeRefusals() ?? [])
        {
            if (refusal.IsNews)
                _log.Warning("Not taken from {Peer}: entries of {Owner}, {Detail} ({Reason})", refusal.By, refusal.Owner, refusal.Detail, RefusedEntries.Word(refusal.Fault));
            Tell(refusal);
        }
    }

    /// <summary>
    /// What of it is of members. No delta goes out: the pushes carried the writes, and what they lost is found by comparison.
    /// </summary>
    private void WriteReplica(int index, TBucket bucket)
    {
        foreach (var owner in bucket.Logs.Keys)
        {
            if (!Members.Contains(owner))
                bucket = bucket.Without(owner);
        }

        Replicator.Tell(Dsl.Update(_keys[index], _kind.Empty, WriteLocal.Instance, held => held.WithDelta(bucket, _kind.Empty)));
    }

    private void ReceiveFromReplicator()
    {
        Receive<GetSuccess>(m => On((int)m.Request, (TBucket)m.Data), m => m is { Request: int, Data: TBucket });
        Receive<NotFound>(m => Heal((int)m.Request, _kind.Empty), m => m.Request is int);
        Receive<UpdateSuccess>(_ => { });
        Receive<ModifyFailure>(m => _log.Warning("Distributed Data refused a write to {Key}: {Reason}", m.Key.Id, m.ErrorMessage));
    }

    private void On(int index, TBucket held)
    {
        if (_check.IsNews(index, held))
            TakeIn(index, Guard is null ? held : Guard.Replica(index, held));
        Heal(index, held);
    }

    /// <summary>Whatever Distributed Data lost of this node's own writes, it gets again.</summary>
    private void Heal(int index, TBucket held)
    {
        if (!_behind.IsBehind(index) && _check.IsLost(index, held))
            Changed(index);
    }

    private void OnPollTick()
    {
        _recent.Turn();
        Poll();
        if (Guard is null)
            return;
        foreach (var (from, indexes) in Guard.Asks(Members, _behind.IsDoubted))
            Send(new ReplicationProtocol.Pull(Owner, indexes), from, _kind.HolderPath);
        Guard.Own.Look();
        if (Guard.Own.IsDue)
            ScheduleSeals();
        _warmUp.Proven();
    }

    private void On(MeshMember member)
    {
        Members = Members.Add(member.Owner);
        if (!member.IsSelf)
        {
            On(member.Owner, member.Standing);
            foreach (var push in _recent.All)
                Send(push, member.Owner, _kind.ReplicationPath);
            if (Guard is { Own.All: { IsEmpty: false } seals } && Guard.MayUseSeals(member.Owner))
                Send(new ReplicationProtocol.Sealed(Owner, seals), member.Owner, _kind.ReplicationPath);
            Send(new ReplicationProtocol.Known(Owner), member.Owner, _kind.ReplicationPath);
            _storing.Greet(member.Owner);
        }

        if (member.IsSelf && !_warmUp.IsOver)
            Timers.StartPeriodicTimer(nameof(ReplicationTick.WarmUp), ReplicationTick.WarmUp.Instance, TimeSpan.FromMilliseconds(100), WarmUpRounds.Interval);
    }

    private void On(Owner removed)
    {
        Members = Members.Remove(removed);
        _behind.Removed(removed);
        _storing.Removed(removed);
        Guard?.Drop(removed);
    }

    private void On(Owner member, Standing standing)
    {
        if (member == Owner)
            return;
        _behind.Seen(member, standing);
        if (_behind.HasWork)
            ScheduleWrite();
    }

    private void OnAwaited(ImmutableArray<string> members)
    {
        if (members.IsEmpty)
            Timers.Cancel(nameof(ReplicationTick.WarmUp));
        Holder.Tell(new ReplicationProtocol.Awaits(members), Self);
    }

    private void On(ReplicationProtocol.Back message)
    {
        _storing.Heard(message);
        _warmUp.IsBack(message.By);
    }

    private void Send(IWireMessage message, Owner member, string path) => Context.PeerSelection(member, path).Tell(message, Self);
}
