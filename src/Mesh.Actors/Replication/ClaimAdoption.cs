using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>What follows for a store from the coming and going of members: whose claims count, and who adopts what is left behind.</summary>
/// <param name="calm">Told when members come, change and go.</param>
/// <param name="nameOf">A name of a key, the same on all nodes, by which the survivors line up for it.</param>
/// <param name="livesOn">Does a record outlive its owner? Null: each does.</param>
/// <param name="takes">Adopts a record in its own way; false: it is written to the own log as it is.</param>
internal sealed class ClaimAdoption<TBucket, TKey, TRecord>(
    ClaimState<TBucket, TKey, TRecord> state,
    ClaimStore<TBucket, TKey, TRecord> store,
    Tombstones<TBucket, TKey, TRecord> tombstones,
    Calm calm,
    Func<TKey, string> nameOf,
    Func<TRecord, bool>? livesOn = null,
    Func<Claim<TRecord>, bool>? takes = null)
    where TBucket : OwnerBucket<TBucket, TKey, TRecord>
    where TKey : struct, IComparable<TKey>, IEquatable<TKey>
    where TRecord : class, ITombstoned<TKey, TRecord>
{
    private readonly Dictionary<Owner, TimeSpan> _strangers = [];

    /// <summary>Takes up what was held before a restart, and of what an earlier incarnation held what it says.</summary>
    public void Load(TimeSpan now, Func<TRecord, bool> takesUp)
    {
        calm.Stir(now);
        if (state.HasPast)
            calm.Lose(now);
        foreach (var claim in state.SeenDeleted)
        {
            calm.Lose(now);
            store.Leave(claim, now + ClaimTimes.ReturnGrace, TurnOf);
        }

        store.Load();
        foreach (var record in state.Inherited.Where(r => takesUp(r) && store.Own(r.Key) is null))
        {
            // Who was a member before this incarnation may come back with what a deletion hides, however well all are until then.
            if (record.Deleted)
                calm.Lose(now);
            store.Assert(record);
        }

        tombstones.Load(now);
    }

    public void SetMember(Owner owner, Standing standing, TimeSpan now)
    {
        var isNew = !state.Members.TryGetValue(owner, out var known);
        if (isNew || known != standing)
            calm.Stir(now);
        state.Members[owner] = standing;
        if (isNew || known != standing)
            calm.Stir(now);
        store.Schedule(TurnOf);
        if (isNew)
            store.Admit(owner);
    }

    /// <summary>What the owner had stays visible until it is adopted: by this node at once where it comes first.</summary>
    public void RemoveMember(Owner owner, TimeSpan now)
    {
        if (owner == state.Self)
            return;
        if (state.Members.Remove(owner))
            calm.Lose(now);
        store.Drop(owner, now, TurnOf, LivesOn);
        store.Schedule(TurnOf);
        Tick(now);
    }

    /// <summary>Adopts those whose turn has come.</summary>
    public void Tick(TimeSpan now)
    {
        if (store.Orphans.Count == 0)
            return;
        foreach (var (key, orphan) in store.Orphans.Where(o => o.Value.Due <= now).ToArray())
        {
            if (store.Winner(key) == orphan.Claim)
                Adopt(key, orphan.Claim, now);
            else if (now - orphan.Since >= ClaimTimes.KeepTombstones)
                store.Forget(key);
        }
    }

    /// <summary>
    /// Drops the logs of owners that were removed before this node could see them as members: what of them still counts,
    /// others have adopted.
    /// </summary>
    public void RemoveStrangers(TimeSpan now)
    {
        if (!state.IsWarm)
            return;
        Owner[] unknown = [.. store.Owners.Where(o => !state.Members.ContainsKey(o))];
        foreach (var known in _strangers.Keys.Except(unknown).ToArray())
            _strangers.Remove(known);
        foreach (var owner in unknown)
        {
            if (!_strangers.TryAdd(owner, now) && now - _strangers[owner] >= ClaimTimes.StrangerGrace)
                store.Drop(owner, now, TurnOf, LivesOn);
        }
    }

    private void Adopt(TKey key, Claim<TRecord> claim, TimeSpan now)
    {
        if (!claim.Record.Deleted && takes is not null && takes(claim))
            return;
        store.Adopt(claim);
        if (claim.Record.Deleted)
            tombstones.Note(key, claim.Record.Claim, now);
    }

    private bool LivesOn(TRecord record) => livesOn is null || livesOn(record);

    private TimeSpan TurnOf(TKey key) => AdoptionTurn.WaitOf(state.Self, state.Members, nameOf(key));
}
