using System.Collections.Concurrent;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>
/// Answers about services by question in lower case, each for as long as what it was made from is still the same. Only
/// names that exist are kept. What no longer holds is cleared away when there are twice as many answers as then remained,
/// so that services that are gone do not stay; beyond the bound it begins anew. Thread-safe.
/// </summary>
internal sealed class DnsCache
{
    private const int MinEntries = 1_024;
    private const int MaxEntries = 65_536;

    private readonly Lock _clearing = new();
    private readonly ConcurrentDictionary<byte[], DnsAnswer> _answers;
    private readonly ConcurrentDictionary<byte[], DnsAnswer>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private int _count;
    private int _bound = MinEntries;

    public DnsCache()
    {
        _answers = new(ByteKeyComparer.Instance);
        _lookup = _answers.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => _answers.Count;

    /// <summary>Null: the answer is to be made.</summary>
    public DnsAnswer? Find(ReadOnlySpan<byte> question, CatalogSnapshot snapshot) =>
        _lookup.TryGetValue(question, out var answer) && DnsSource.Hold(answer.Sources, snapshot) ? answer : null;

    /// <param name="snapshot">The present one: what does not hold in it may be cleared away.</param>
    public void Keep(ReadOnlySpan<byte> question, DnsType type, DnsAnswer answer, CatalogSnapshot snapshot)
    {
        if (answer.Sources.Count == 0 || type is not (DnsType.A or DnsType.AAAA or DnsType.SRV or DnsType.ANY))
            return;
        _lookup[question] = answer;
        if (Interlocked.Increment(ref _count) > Volatile.Read(ref _bound))
            Clear(snapshot);
    }

    private void Clear(CatalogSnapshot snapshot)
    {
        lock (_clearing)
        {
            // Those who waited find it done.
            if (Volatile.Read(ref _count) <= _bound)
                return;
            foreach (var entry in _answers)
            {
                if (!DnsSource.Hold(entry.Value.Sources, snapshot))
                    _answers.TryRemove(entry);
            }

            // Nearly full of what holds, it would be looked through at each further name.
            if (_answers.Count > MaxEntries / 4 * 3)
                _answers.Clear();
            var left = _answers.Count;
            Volatile.Write(ref _bound, Math.Clamp(2 * left, MinEntries, MaxEntries));
            Volatile.Write(ref _count, left);
        }
    }
}
