using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;
using static Mesh.KeyValues.KeyValueProtocol;
using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using KeyState = Mesh.Replication.ClaimState<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using OwnWrites = Mesh.Replication.OwnWrites<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>
/// The way of this node's writes to the other members, the answers that wait until they are there, and what this node
/// confirms to others of theirs.
/// </summary>
/// <param name="store">Has what is to be sent.</param>
/// <param name="effects">Where what follows is put.</param>
internal sealed class KeySpread(KeyState state, KeyClaims store, List<KeyValueEffect> effects)
{
    private readonly Receipts<KeyValueEffect.Reply> _receipts = new();
    private readonly List<KeyValueEffect.Reply> _held = [];
    private readonly List<KeyValueEffect.Confirm> _arrivals = [];
    private readonly List<Receipt<KeyValueEffect.Reply>> _ended = [];
    private TimeSpan _limit;
    private TimeSpan? _wakesAt;

    /// <summary>Does anything wait for the next flush?</summary>
    public bool HasNext => _held.Count > 0 || _arrivals.Count > 0;

    /// <summary>Holds an answer back until the next flush is sent, and then at most as long as the most patient of it.</summary>
    public void Hold(KeyValueEffect.Reply answer, TimeSpan limit)
    {
        _held.Add(answer);
        if (limit > _limit)
            _limit = limit;
    }

    public void Arrived(KeyValueInput.Arrived arrived)
    {
        if (arrived is { From: { } origin, Number: not 0 })
            _arrivals.Add(new KeyValueEffect.Confirm(origin, arrived.Number));
    }

    public void Seen(Owner member, Standing standing)
    {
        if (standing is not Standing.Confirmed)
            Complete(_receipts.Excuse(member));
    }

    public void Removed(Owner member) => Complete(_receipts.Remove(member));

    public void Confirmed(Owner by, long number) => Complete(_receipts.Acknowledge(by, number));

    public void Expire(TimeSpan now)
    {
        _wakesAt = null;
        Complete(_receipts.Expire(now));
    }

    /// <summary>The part of a flush that goes to others, after it was published.</summary>
    /// <param name="mark">Of the state that the writes came to.</param>
    public void Flush(KeyValueSnapshot published, ulong mark, TimeSpan now)
    {
        effects.AddRange(_arrivals);
        _arrivals.Clear();
        if (!store.HasWritten || GathersUntil(now) is null)
            Send(published, mark, now);
        Wake(now);
    }

    /// <summary>Something ended or is over: what was gathered meanwhile goes, unless a flush is due that publishes more of it.</summary>
    /// <param name="mark">Of the state that the writes came to.</param>
    public void GoOn(bool isFlushDue, KeyValueSnapshot published, ulong mark, TimeSpan now)
    {
        if (!isFlushDue && store.HasWritten && GathersUntil(now) is null)
            Send(published, mark, now);
        Wake(now);
    }

    /// <inheritdoc cref="Gathering.Until"/>
    private TimeSpan? GathersUntil(TimeSpan now) =>
        _receipts.Waiting is var (count, since) ? Gathering.Until(count, since, now) : null;

    private void Send(KeyValueSnapshot published, ulong mark, TimeSpan now)
    {
        ImmutableArray<OwnWrites> writes = store.HasWritten ? store.TakeWritten() : [];
        ImmutableArray<ImmutableArray<KeyBucketPart>> loads = state.Members.Count > 1 ? [.. KeyLoads.Of(state.Self, writes)] : [];
        var isAwaited = !loads.IsEmpty && _held.Count > 0;
        var number = isAwaited ? Await(loads.Length, published, now) : 0;
        if (writes.Length > 0)
            effects.Add(new KeyValueEffect.Replicate(writes, loads, number) { Mark = mark });
        if (isAwaited)
        {
            Complete(_ended);
            _ended.Clear();
            return;
        }

        // Nothing was written, or there is nobody else: nothing to wait for.
        foreach (var answer in _held)
            effects.Add(AsPublished(answer, published));
        Forget();
    }

    /// <summary>From here on the held answers wait for the other members; returns the number of the first message.</summary>
    private long Await(int messages, KeyValueSnapshot published, TimeSpan now)
    {
        ImmutableArray<KeyValueEffect.Reply> held = [.. _held.Select(answer => AsPublished(answer, published))];
        var limit = _limit;
        Forget();
        return _receipts.Send(held, messages, state.Members.Where(m => m.Key != state.Self), now, limit, _ended);
    }

    private void Forget()
    {
        _held.Clear();
        _limit = TimeSpan.Zero;
    }

    /// <summary>An answer is made when a call is decided; the snapshot that shows its effect is there after the flush.</summary>
    public static KeyValueEffect.Reply AsPublished(KeyValueEffect.Reply reply, KeyValueSnapshot published) => reply.Message switch
    {
        Applied applied => reply with { Message = applied with { Snapshot = published } },
        ConditionFailed failed => reply with { Message = failed with { Snapshot = published } },
        _ => reply,
    };

    private void Complete(IReadOnlyList<Receipt<KeyValueEffect.Reply>> ended)
    {
        foreach (var receipt in ended)
            effects.AddRange(receipt.Answers.Select(answer => answer with { Missing = receipt.Missing }));
    }

    private void Wake(TimeSpan now)
    {
        if (_receipts.Due is not { } due)
            return;
        if (store.HasWritten && GathersUntil(now) is { } end && end < due)
            due = end;
        if (_wakesAt <= due)
            return;
        _wakesAt = due;
        effects.Add(new KeyValueEffect.Wake(due - now));
    }
}
