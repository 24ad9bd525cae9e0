using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Answers that go out once every member that can be reached holds the writes of their flush: who reads there afterwards
/// sees them. Who is suspected is not waited for, but named. Pure bookkeeping; each call returns what ended by it.
/// </summary>
internal sealed class Receipts<T>
{
    private readonly List<Wait> _open = [];
    private long _number;

    /// <summary>When the first of the open ones is answered at the latest; null: none is open.</summary>
    public TimeSpan? Due => _open.Count > 0 ? _open.Min(w => w.Until) : null;

    /// <summary>How many flushes wait, and since when the first of them does; null: none does.</summary>
    public (int Count, TimeSpan Since)? Waiting => _open.Count > 0 ? (_open.Count, _open[0].Sent) : null;

    /// <summary>
    /// The writes leave in so many messages; returns the number of the first, the others follow. The answers end at once
    /// where nobody can be reached.
    /// </summary>
    public long Send(
        ImmutableArray<T> answers,
        int messages,
        IEnumerable<KeyValuePair<Owner, Standing>> others,
        TimeSpan now,
        TimeSpan limit,
        List<Receipt<T>> ended)
    {
        var first = _number + 1;
        _number += messages;
        var wait = new Wait(first, _number, now, now + limit, answers);
        foreach (var (member, standing) in others)
        {
            if (standing is Standing.Confirmed)
                wait.Open[member] = messages;
            else
                wait.Missing.Add(member);
        }

        _open.Add(wait);
        End(wait, ended);
        return first;
    }

    public IReadOnlyList<Receipt<T>> Acknowledge(Owner by, long number)
    {
        var ended = new List<Receipt<T>>();
        if (_open.Find(w => w.First <= number && number <= w.Last) is not { } wait || !wait.Seen.Add((by, number)))
            return ended;
        if (wait.Open.TryGetValue(by, out var left) && left > 1)
            wait.Open[by] = left - 1;
        else
            wait.Open.Remove(by);
        if (!wait.Open.ContainsKey(by))
            wait.Missing.Remove(by);
        End(wait, ended);
        return ended;
    }

    /// <summary>The member cannot be reached any more.</summary>
    public IReadOnlyList<Receipt<T>> Excuse(Owner member) => Without(member, isMissing: true);

    /// <summary>The member is gone: nobody reads there.</summary>
    public IReadOnlyList<Receipt<T>> Remove(Owner member) => Without(member, isMissing: false);

    public IReadOnlyList<Receipt<T>> Expire(TimeSpan now)
    {
        var ended = new List<Receipt<T>>();
        foreach (var wait in _open.Where(w => w.Until <= now).ToArray())
        {
            wait.Missing.UnionWith(wait.Open.Keys);
            wait.Open.Clear();
            End(wait, ended);
        }

        return ended;
    }

    private List<Receipt<T>> Without(Owner member, bool isMissing)
    {
        var ended = new List<Receipt<T>>();
        foreach (var wait in _open.ToArray())
        {
            if (wait.Open.Remove(member) && isMissing)
                wait.Missing.Add(member);
            else if (!isMissing)
                wait.Missing.Remove(member);
            End(wait, ended);
        }

        return ended;
    }

    private void End(Wait wait, List<Receipt<T>> ended)
    {
        if (wait.Open.Count > 0)
            return;
        _open.Remove(wait);
        ended.Add(new Receipt<T>(wait.Answers, ValueList.From(wait.Missing.Select(m => m.Address))));
    }

    private sealed record Wait(long First, long Last, TimeSpan Sent, TimeSpan Until, ImmutableArray<T> Answers)
    {
        /// <summary>How many messages each member has not confirmed yet.</summary>
        public Dictionary<Owner, int> Open { get; } = [];

        public HashSet<(Owner By, long Number)> Seen { get; } = [];

        public SortedSet<Owner> Missing { get; } = [];
    }
}
