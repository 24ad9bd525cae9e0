using System.Collections.Concurrent;
using Mesh.Views;

namespace Mesh.Node.Consul.Blocking;

/// <summary>
/// Indexes that clients brought from other nodes and that were beyond those here, though this node had waited for what they may
/// stand for: from there on its own go on beyond, so that no client sees one go back. Thread-safe.
/// </summary>
internal sealed class RaisedIndexes
{
    /// <summary>Of more lines none is raised: their clients see an index go back, and read anew.</summary>
    private const int MaxLines = 4_096;

    /// <summary>An index from further ahead of the clock is nobody's.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(32);

    private readonly ConcurrentDictionary<string, Raised> _lines = new(StringComparer.Ordinal);

    /// <summary>Can a node of this mesh have given it?</summary>
    public static bool IsPossible(ulong asked, DateTimeOffset now) =>
        asked <= long.MaxValue && CommonIndex.SlotOf((long)asked) <= CommonIndex.SlotOf(now + Farthest);

    public bool IsRaised(string line) => !_lines.IsEmpty && _lines.ContainsKey(line);

    /// <summary>What is shown for an index of the line.</summary>
    public long Shown(string line, long index)
    {
        while (!_lines.IsEmpty && _lines.TryGetValue(line, out var raised))
        {
            if (index == raised.Index)
                return raised.Shown;
            if (index > raised.Shown)
            {
                _lines.TryRemove(KeyValuePair.Create(line, raised));
                return index;
            }

            // Another state, below what was shown: it takes the next number.
            var next = new Raised(index, CommonIndex.After(raised.Shown, index));
            if (_lines.TryUpdate(line, next, raised))
                return next.Shown;
        }

        return index;
    }

    /// <summary>What the line has come to is shown beyond what a client has seen.</summary>
    public void Raise(string line, long index, long seen)
    {
        if (_lines.Count >= MaxLines && !_lines.ContainsKey(line))
            return;
        _lines.AddOrUpdate(
            line,
            static (_, raise) => new Raised(raise.Index, CommonIndex.After(raise.Seen, raise.Index)),
            static (_, known, raise) => known.Shown > raise.Seen ? known : new Raised(raise.Index, CommonIndex.After(raise.Seen, raise.Index)),
            (Index: index, Seen: seen));
    }

    private sealed record Raised(long Index, long Shown);
}
