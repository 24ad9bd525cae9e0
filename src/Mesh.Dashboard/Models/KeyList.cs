using System.Collections.Immutable;
using Mesh.KeyValues;

namespace Mesh.Dashboard.Models;

/// <summary>A part of the keys with a prefix.</summary>
/// <param name="Count">Of all keys with the prefix; null: some of them may not be seen.</param>
/// <param name="Next">After which key the list goes on; empty: this is its end.</param>
internal sealed record KeyList(ImmutableArray<KeyRow> Rows, int? Count, string Next)
{
    /// <summary>Keys on one page.</summary>
    public const int PageSize = 100;

    public static readonly KeyList Empty = new([], 0, "");

    /// <param name="after">The list begins after this key; empty: with the first.</param>
    /// <param name="mayRead">Of the keys from one up to another, null to the end.</param>
    public static KeyList Of(KeyValueSnapshot snapshot, Octets prefix, Octets after, Func<Octets, Octets?, bool> mayRead)
    {
        var end = prefix.IsEmpty ? null : prefix.PrefixEnd();
        var seesAll = mayRead(prefix, end);
        var rows = ImmutableArray.CreateBuilder<KeyRow>();
        var (next, last) = (false, Octets.Empty);
        foreach (var entry in snapshot.Range(after.IsEmpty || after < prefix ? prefix : after.Next(), end))
        {
            if (!seesAll && !mayRead(entry.Key, entry.Key.Next()))
                continue;
            if (next = rows.Count == PageSize)
                break;
            rows.Add(KeyRow.Of(entry));
            last = entry.Key;
        }

        return new(rows.ToImmutable(), seesAll ? snapshot.CountOf(prefix, end) : null, next ? KeyText.Of(last) : "");
    }
}
