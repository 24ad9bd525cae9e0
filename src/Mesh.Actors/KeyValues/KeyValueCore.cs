using System.Collections.Immutable;
using Mesh.Catalog;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.KeyValues;

/// <summary>
/// The decisions of one node about the key-value store. Without clock, I/O or Akka: time comes in as arguments, what is
/// to be done goes out as own writes and as the steps of the view. The actor around it takes these after each message.
/// </summary>
internal sealed partial class KeyValueCore
{
    private readonly KeyMemory _memory;
    private readonly Owner _self;
    private readonly KeyStore _store;
    private readonly KeyView _view;
    private readonly HashSet<Octets> _held;
    private readonly HashSet<Octets> _touched = [];
    private KeyTime _at;
    private KeyValue? _previous;
    private bool _isLocal;

    /// <param name="published">What callers see already; it stays until something newer is known or <see cref="Release"/>.</param>
    public KeyValueCore(KeyMemory memory, KeyValueSnapshot published, KeyTime at)
    {
        _memory = memory;
        _self = memory.Self;
        _at = at;
        _view = new KeyView(published);
        _held = [.. published.Entries.Select(e => e.Key)];
        _store = new KeyStore(memory, Changed);
        _store.Count();
        foreach (var record in memory.Book)
        {
            if (_store.Own(record.Slot) is null)
                Assert(record);
        }

        foreach (var slot in _store.OwnLogs().SelectMany(w => w.State.Keys()).Where(s => _store.Own(s) is { Deleted: true }))
            _tombstones.Enqueue(new Tombstone(slot, _store.Own(slot)!.Claim, at.Now));
        _view.EndStep();
        if (IsWarm)
            Release(at);
    }

    public KeyView View => _view;

    public KeyStore Store => _store;

    public bool IsWarm => _memory.IsWarm;

    /// <summary>Applies a batch; the answer is made once the snapshot that holds it is published.</summary>
    public Func<KeyValueSnapshot, IApplyReply> Apply(KeyBatch batch, KeyTime at)
    {
        _at = at;
        foreach (var condition in batch.Conditions)
        {
            if ((_view.Find(condition.Key)?.ModRevision ?? 0) != condition.ModRevision)
                return static snapshot => new ConditionFailed(snapshot);
        }

        if (Refusal(batch) is { } refusal)
            return _ => refusal;
        _isLocal = true;
        var previous = ImmutableArray.CreateBuilder<ImmutableArray<KeyValue>>(batch.Writes.Length);
        foreach (var write in batch.Writes)
            previous.Add(Perform(write));
        _isLocal = false;
        _view.EndStep();
        var (revision, replaced) = (_view.Revision, previous.MoveToImmutable());
        return snapshot => new Applied(revision, snapshot, replaced);
    }

    /// <summary>Brings back an entry as it was stored, unless something newer is known of its key.</summary>
    public void Restore(KeyRecord record, KeyTime at)
    {
        _at = at;
        if (_store.Winner(record.Slot) is { } known && known.Record.Claim >= record.Claim)
            return;
        Assert(record);
        _view.EndStep();
    }

    public void Merge(IEnumerable<KeyBucketPart> parts, KeyTime at)
    {
        _at = at;
        _store.Merge(parts);
        _view.EndStep();
    }

    /// <summary>Everything that the others hold is here: what of the published is not, is gone.</summary>
    public void Release(KeyTime at)
    {
        _at = at;
        _memory.IsWarm = true;
        foreach (var key in _held.Order())
            _view.Show(key, null, _self, always: true);
        _touched.UnionWith(_held);
        _held.Clear();
        _view.EndStep();
    }

    /// <summary>The keys whose winning claim changed since the last call.</summary>
    public IReadOnlyCollection<Octets> TakeTouched()
    {
        Octets[] touched = [.. _touched];
        _touched.Clear();
        return touched;
    }

    private IApplyReply? Refusal(KeyBatch batch)
    {
        var (entries, bytes) = (0, 0L);
        foreach (var write in batch.Writes)
        {
            if (write is not KeyWrite.Put put)
                continue;
            if (put.Lease != 0 && LiveLease(put.Lease) is null)
                return IsWarm ? new LeaseNotFound(put.Lease) : Filling();
            var slot = KeySlot.OfEntry(put.Key);
            var held = _store.Winner(slot);
            var more = KeyRecord.SizeOf(put.Key, put.Value) - (held?.Record.Size ?? 0);
            if (_store.BytesOf(slot) + more > KeyValueLimits.BucketBytes && more > 0)
                return new Full("bytes of one bucket", KeyValueLimits.BucketBytes);
            bytes += more;
            entries += held is { IsLive: true } ? 0 : 1;
        }

        return entries > 0 && _view.Count + entries > KeyValueLimits.Entries ? new Full("entries", KeyValueLimits.Entries)
            : bytes > 0 && _store.Bytes + bytes > KeyValueLimits.Bytes ? new Full("bytes", KeyValueLimits.Bytes)
            : null;
    }

    private ImmutableArray<KeyValue> Perform(KeyWrite write)
    {
        _previous = null;
        switch (write)
        {
            case KeyWrite.Put put:
                Put(put);
                return _previous is null ? [] : [_previous];
            case KeyWrite.Delete delete:
                return Delete([delete.Key]);
            case KeyWrite.DeleteRange range:
                return Delete(_view.KeysIn(range.From, range.To));
            default:
                throw new ArgumentOutOfRangeException(nameof(write), write, "no such write");
        }
    }

    private void Put(KeyWrite.Put put)
    {
        var slot = KeySlot.OfEntry(put.Key);
        var held = _store.Winner(slot);
        _store.Write(slot, new KeyRecord
        {
            Slot = slot,
            Value = put.Value,
            Lease = put.Lease,
            Flags = put.Flags,
            Claim = _store.NextClaim(slot, _at.Wall),
            Shared = held is { } before && (before.Record.Shared || before.Owner != _self),
        });
    }

    private ImmutableArray<KeyValue> Delete(ImmutableArray<Octets> keys)
    {
        var gone = ImmutableArray.CreateBuilder<KeyValue>(keys.Length);
        foreach (var key in keys)
        {
            if (_view.Find(key) is not { } entry)
                continue;
            var slot = KeySlot.OfEntry(key);
            Remove(slot, _store.NextClaim(slot, _at.Wall));
            gone.Add(entry);
        }

        return gone.ToImmutable();
    }

    /// <summary>
    /// Takes a record away. Where another log may hold the key a tombstone with this claim stands in for it; else
    /// dropping it from the own log is enough.
    /// </summary>
    private void Remove(KeySlot slot, long claim)
    {
        if (_store.Winner(slot) is { } winner && winner.Owner == _self && !winner.Record.Shared && !_store.OthersHold(slot))
        {
            _store.Write(slot, null);
            return;
        }

        Bury(slot, claim);
    }

    private void Bury(KeySlot slot, long claim)
    {
        _store.Write(slot, new KeyRecord { Slot = slot, Claim = claim, Deleted = true, Shared = true });
        _tombstones.Enqueue(new Tombstone(slot, claim, _at.Now));
    }

    /// <summary>Writes a record again as it is; whoever has claimed more meanwhile wins.</summary>
    private void Assert(KeyRecord record)
    {
        if (_store.Winner(record.Slot) is { } known && known.Record.Claim > record.Claim)
            return;
        _store.Write(record.Slot, record with { Shared = true });
    }

    private void Changed(KeySlot slot, KeyClaim? before, KeyClaim? after)
    {
        if (after?.Owner != _self && _store.Own(slot) is { Deleted: false })
            _superseded.TryAdd(slot, _at.Now);
        else if (_superseded.Count > 0)
            _superseded.Remove(slot);
        if (slot.Space is KeySpace.Lease)
        {
            LeaseChanged(slot.Lease, before, after);
            return;
        }

        // A newer node's records of another kind are passed on and not looked at.
        if (slot.Space is not KeySpace.Entry)
            return;
        if (_held.Count > 0)
            _held.Remove(slot.Name);
        _touched.Add(slot.Name);
        var record = after is { IsLive: true } live ? live.Record : null;
        _previous = _view.Show(slot.Name, record, after?.Owner ?? before?.Owner ?? _self, _isLocal);
    }

    private Unavailable Filling() => new($"{_self.Address} is filling up and may not know of it yet");
}
