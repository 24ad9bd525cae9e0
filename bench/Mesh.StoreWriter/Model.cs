using Mesh.KeyValues;
using Mesh.Node.Data.Records;

namespace Mesh.StoreWriter;

/// <summary>
/// What a store holds after so many writes, as a function of their number: so that whoever opens it after a crash can
/// tell which writes are in it, and that it holds them and nothing else.
/// </summary>
internal sealed class Model
{
    private const int Keys = 300;
    private static readonly StoredKey Counter = new(StoredKind.Lease, Octets.Utf8("last"));

    private readonly SortedDictionary<int, long> _values = [];

    /// <summary>The number of writes so far.</summary>
    public long Number { get; private set; }

    /// <summary>The next write, which also tells its number; every fifth takes a key away.</summary>
    public IReadOnlyList<StoreChange> Next()
    {
        var number = ++Number;
        var key = (int)(number * 7919 % Keys);
        if (number % 5 == 0)
            _values.Remove(key);
        else
            _values[key] = number;
        return [new StoreChange(KeyOf(key), number % 5 == 0 ? null : RowOf(key, number)), new StoreChange(Counter, CounterRow(number))];
    }

    /// <summary>Takes the state from a store; null: it is that after its last write, else what is wrong.</summary>
    public static string? Read(IReadOnlyList<StoredRow> rows, out Model model)
    {
        model = new Model();
        var last = rows.FirstOrDefault(r => r.Key == Counter)?.Claim ?? 0;
        while (model.Number < last)
            model.Next();
        var expected = model._values.Select(v => RowOf(v.Key, v.Value)).ToHashSet();
        var found = rows.Where(r => r.Key != Counter).ToHashSet();
        var missing = expected.Except(found).Count();
        var surplus = found.Except(expected).Count();
        return missing + surplus == 0 ? null : $"after write {last}: {missing} records are missing, {surplus} are too many";
    }

    private static StoredKey KeyOf(int key) => new(StoredKind.Entry, Octets.Utf8($"key-{key}"));

    private static StoredRow CounterRow(long number) => new(Counter, number, false, default, Octets.Empty);

    /// <summary>Records of 10 to some 3,000 bytes, over pages and their edges.</summary>
    private static StoredRow RowOf(int key, long number)
    {
        var bytes = new byte[10 + (number * 31 % (key % 10 == 0 ? 3_000 : 300))];
        new Random((int)number).NextBytes(bytes);
        return new StoredRow(KeyOf(key), number, false, default, Octets.Wrap(bytes));
    }
}
