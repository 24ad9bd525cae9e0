using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>Checks a batch before it goes anywhere: each fault names the field, what it held and the bound.</summary>
internal static class KeyBatchValidation
{
    public static IReadOnlyList<InvalidField> Check(KeyBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var faults = new List<InvalidField>();
        CheckCount(faults, "writes", batch.Writes.Length);
        CheckCount(faults, "conditions", batch.Conditions.Length);
        if (faults.Count > 0)
            return faults;

        foreach (var condition in batch.Conditions)
            CheckKey(faults, condition.Key);
        var bytes = 0L;
        foreach (var write in batch.Writes)
            bytes += Check(faults, write);
        if (bytes > KeyValueLimits.BatchBytes)
            faults.Add(new InvalidField("batch", $"{bytes} bytes", $"must be at most {KeyValueLimits.BatchBytes} bytes"));
        if (batch.Writes.Length > 1)
            CheckOnce(faults, batch);
        return faults;
    }

    private static long Check(List<InvalidField> faults, KeyWrite write)
    {
        switch (write)
        {
            case KeyWrite.Put put:
                CheckKey(faults, put.Key);
                if (put.Value.Length > KeyValueLimits.ValueLength)
                {
                    faults.Add(new InvalidField(
                        "value", $"{put.Value.Length} bytes", $"must be at most {KeyValueLimits.ValueLength} bytes"));
                }

                return put.Key.Length + put.Value.Length;
            case KeyWrite.Delete delete:
                CheckKey(faults, delete.Key);
                return delete.Key.Length;
            default:
                return 0;
        }
    }

    private static void CheckOnce(List<InvalidField> faults, KeyBatch batch)
    {
        var seen = new HashSet<Octets>();
        foreach (var write in batch.Writes)
        {
            if (KeyOf(write) is { } key && !seen.Add(key))
                faults.Add(new InvalidField("key", key.ToString(), "must be written once in a batch"));
        }

        foreach (var range in batch.Writes.OfType<KeyWrite.DeleteRange>())
        {
            foreach (var key in seen.Where(k => k >= range.From && !(k >= range.To)))
                faults.Add(new InvalidField("key", key.ToString(), "must not be in a range that the same batch deletes"));
        }
    }

    private static Octets? KeyOf(KeyWrite write) => write switch
    {
        KeyWrite.Put put => put.Key,
        KeyWrite.Delete delete => delete.Key,
        _ => null,
    };

    private static void CheckKey(List<InvalidField> faults, Octets key)
    {
        if (key.IsEmpty)
            faults.Add(new InvalidField("key", "", "is required"));
        else if (key.Length > KeyValueLimits.KeyLength)
            faults.Add(new InvalidField("key", $"{key.Length} bytes", $"must be at most {KeyValueLimits.KeyLength} bytes"));
    }

    private static void CheckCount(List<InvalidField> faults, string field, int count)
    {
        if (count > KeyValueLimits.BatchWrites)
            faults.Add(new InvalidField(field, $"{count}", $"must be at most {KeyValueLimits.BatchWrites}"));
    }
}
