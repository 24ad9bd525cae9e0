using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Registry;

/// <summary>
/// The open confirmations of one node. Those of one flush share a number, for they wait for the same push. Pure
/// bookkeeping; each call returns those that ended by it.
/// </summary>
internal sealed class Confirmations
{
    private readonly SortedDictionary<long, ImmutableArray<Confirmation>> _open = [];

    public IEnumerable<Confirmation> Open => _open.Values.SelectMany(c => c);

    /// <summary>When the first of them is answered at the latest; null: none is open.</summary>
    public TimeSpan? Due => _open.Count > 0 ? Open.Min(c => c.Deadline) : null;

    /// <summary>Returns false when it is complete at once, for nobody else has to confirm.</summary>
    public bool Add(Confirmation confirmation)
    {
        if (confirmation.Reached)
            return false;
        _open[confirmation.Number] = _open.GetValueOrDefault(confirmation.Number, []).Add(confirmation);
        return true;
    }

    /// <inheritdoc cref="Gathering.Until"/>
    public TimeSpan? GathersUntil(TimeSpan now) =>
        _open.Count > 0 ? Gathering.Until(_open.Count, _open.First().Value[0].Since, now) : null;

    public IReadOnlyList<Confirmation> Acknowledge(Owner by, long number) =>
        _open.ContainsKey(number)
            ? Update(number, c => c.Others.Contains(by) ? c with { Confirmed = c.Confirmed.Add(by) } : c)
            : [];

    /// <summary>The owner cannot be reached any more; confirmations that excuse such members go on without it.</summary>
    public IReadOnlyList<Confirmation> Excuse(Owner owner) =>
        [.. _open.Keys.ToArray().SelectMany(number => Update(number, c => c.Excuse(owner)))];

    /// <summary>A removed member sees nothing any more: it need not confirm.</summary>
    public IReadOnlyList<Confirmation> Remove(Owner owner) =>
        [.. _open.Keys.ToArray().SelectMany(number => Update(number, c => Without(c, owner)))];

    public IReadOnlyList<Confirmation> Expire(TimeSpan now)
    {
        var ended = new List<Confirmation>();
        foreach (var due in Open.Where(c => c.Deadline <= now).ToArray())
        {
            if (due.Prolonged(now) is { } prolonged)
            {
                Keep(due.Number, _open[due.Number].Replace(due, prolonged));
                continue;
            }

            Keep(due.Number, _open[due.Number].Remove(due));
            ended.Add(due);
        }

        return ended;
    }

    private static Confirmation Without(Confirmation open, Owner owner)
    {
        var others = open.Others.Remove(owner);
        return open with
        {
            Others = others,
            Confirmed = open.Confirmed.Remove(owner),
            Required = Math.Min(open.Required, others.Count),
        };
    }

    private List<Confirmation> Update(long number, Func<Confirmation, Confirmation> change)
    {
        var ended = new List<Confirmation>();
        var left = ImmutableArray.CreateBuilder<Confirmation>(_open[number].Length);
        foreach (var open in _open[number])
        {
            var next = change(open);
            if (!ReferenceEquals(next, open) && next.Reached)
                ended.Add(next);
            else
                left.Add(next);
        }

        Keep(number, left.DrainToImmutable());
        return ended;
    }

    private void Keep(long number, ImmutableArray<Confirmation> left)
    {
        if (left.IsEmpty)
            _open.Remove(number);
        else
            _open[number] = left;
    }
}
