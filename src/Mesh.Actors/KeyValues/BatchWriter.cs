using System.Collections.Immutable;
using Mesh.Catalog;
using static Mesh.KeyValues.KeyValueProtocol;
using KeyClaims = Mesh.Replication.ClaimStore<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;
using KeyTombstones = Mesh.Replication.Tombstones<Mesh.KeyValues.KeyBucket, Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.KeyValues;

/// <summary>Decides batches: whether one may be written, and what it writes.</summary>
internal sealed class BatchWriter(
    Owner self, KeyClaims store, KeyTombstones tombstones, KeyView view, KeyUsage usage, Leases leases)
{
    private readonly StepClaims _claims = new(store, view);

    /// <summary>While this node itself writes: a write of the same content counts as one too.</summary>
    public bool IsWriting { get; private set; }

    /// <param name="published">What callers see until the flush, which puts its own snapshot into the answer.</param>
    /// <param name="known">A lease that is known to be there, though nothing of it has come here yet; 0: none.</param>
    public IApplyReply Apply(KeyBatch batch, KeyValueSnapshot published, Moment now, long known = 0)
    {
        foreach (var condition in batch.Conditions)
        {
            if ((view.Find(condition.Key)?.ModRevision ?? 0) != condition.ModRevision)
                return new ConditionFailed(published);
        }

        if (Refusal(batch, known) is { } refusal)
            return refusal;
        IsWriting = true;
        var claim = _claims.Next(SlotsOf(batch), now);
        var isClaimed = false;
        var previous = ImmutableArray.CreateBuilder<ImmutableArray<KeyValue>>(batch.Writes.Length);
        foreach (var write in batch.Writes)
            previous.Add(Perform(write, claim, now, ref isClaimed));
        IsWriting = false;
        view.EndStep(isClaimed ? claim : 0);
        return new Applied(view.Revision, published, previous.MoveToImmutable());
    }

    private IApplyReply? Refusal(KeyBatch batch, long known)
    {
        var (entries, bytes) = (0, 0L);
        foreach (var write in batch.Writes)
        {
            if (write is not KeyWrite.Put put)
                continue;
            if (put.Lease != 0 && put.Lease != known && leases.Find(put.Lease) is null)
                return (IApplyReply)leases.Missing(put.Lease);
            var slot = KeySlot.OfEntry(put.Key);
            var held = store.Winner(slot);
            var more = KeyRecord.SizeOf(put.Key, put.Value) - (held?.Record.Size ?? 0);
            if (more > 0 && usage.BytesOf(store.IndexOf(slot)) + more > KeyValueLimits.BucketBytes)
                return new Full("bytes of one bucket", KeyValueLimits.BucketBytes);
            bytes += more;
            entries += held is { Record.Deleted: false } ? 0 : 1;
        }

        return entries > 0 && view.Count + entries > KeyValueLimits.Entries ? new Full("entries", KeyValueLimits.Entries)
            : bytes > 0 && usage.Bytes + bytes > KeyValueLimits.Bytes ? new Full("bytes", KeyValueLimits.Bytes)
            : null;
    }

    private IEnumerable<KeySlot> SlotsOf(KeyBatch batch)
    {
        foreach (var write in batch.Writes)
        {
            switch (write)
            {
                case KeyWrite.Put put:
                    yield return KeySlot.OfEntry(put.Key);
                    break;
                case KeyWrite.Delete delete when view.Find(delete.Key) is not null:
                    yield return KeySlot.OfEntry(delete.Key);
                    break;
                case KeyWrite.DeleteRange range:
                    foreach (var key in view.KeysIn(range.From, range.To))
                        yield return KeySlot.OfEntry(key);
                    break;
            }
        }
    }

    /// <summary>Returns the entries that it replaced or deleted.</summary>
    private ImmutableArray<KeyValue> Perform(KeyWrite write, long claim, Moment now, ref bool isClaimed)
    {
        switch (write)
        {
            case KeyWrite.Put put:
                var before = view.Find(put.Key);
                Put(put, claim);
                isClaimed = true;
                return before is null ? [] : [before];
            case KeyWrite.Delete delete:
                return Delete([delete.Key], claim, now, ref isClaimed);
            case KeyWrite.DeleteRange range:
                return Delete(view.KeysIn(range.From, range.To), claim, now, ref isClaimed);
            default:
                throw new ArgumentOutOfRangeException(nameof(write), write, "no such write");
        }
    }

    private void Put(KeyWrite.Put put, long claim)
    {
        var slot = KeySlot.OfEntry(put.Key);
        var held = store.Winner(slot);
        store.Write(slot, new KeyRecord
        {
            Slot = slot,
            Value = put.Value,
            Lease = put.Lease,
            Flags = put.Flags,
            Claim = claim,
            Shared = held is { } before && (before.Record.Shared || before.Owner != self),
        });
    }

    private ImmutableArray<KeyValue> Delete(ImmutableArray<Octets> keys, long claim, Moment now, ref bool isClaimed)
    {
        var gone = ImmutableArray.CreateBuilder<KeyValue>(keys.Length);
        foreach (var key in keys)
        {
            if (view.Find(key) is not { } entry)
                continue;
            var slot = KeySlot.OfEntry(key);
            tombstones.Remove(slot, claim, now.At);
            isClaimed |= _claims.IsLeft(slot, claim);
            gone.Add(entry);
        }

        return gone.ToImmutable();
    }
}
