using System.Collections.Concurrent;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>
/// Answers about services by question in lower case, each for as long as what it was made from is still the same. Only
/// names that exist are kept, and as many as the bound says: then it begins anew. Thread-safe.
/// </summary>
internal sealed class DnsCache
{
    private const int MaxEntries = 65_536;

    private readonly ConcurrentDictionary<byte[], DnsAnswer> _answers;
    private readonly ConcurrentDictionary<byte[], DnsAnswer>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private int _count;

    public DnsCache()
    {
        _answers = new(ByteKeyComparer.Instance);
        _lookup = _answers.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Null: the answer is to be made.</summary>
    public DnsAnswer? Find(ReadOnlySpan<byte> question, CatalogSnapshot snapshot) =>
        _lookup.TryGetValue(question, out var answer) && DnsSource.Hold(answer.Sources, snapshot) ? answer : null;

    public void Keep(ReadOnlySpan<byte> question, DnsType type, DnsAnswer answer)
    {
        if (answer.Sources.Count == 0 || type is not (DnsType.A or DnsType.AAAA or DnsType.SRV or DnsType.ANY))
            return;
        if (Interlocked.Increment(ref _count) > MaxEntries)
        {
            _answers.Clear();
            Volatile.Write(ref _count, 1);
        }

        _lookup[question] = answer;
    }
}
