using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership;

namespace Mesh.Dashboard.Models;

/// <summary>A member that somebody doubts: who does, and who hears it all the same.</summary>
/// <param name="Why">The evidence here; empty: this node does not doubt it.</param>
/// <param name="Silent">Members that said nothing of it lately, itself not counted.</param>
internal sealed record DoubtRow(NodeRow Node, string Why, ImmutableArray<string> Doubters, ImmutableArray<string> Hearers, int Silent)
{
    /// <summary>How long a member's word holds: each says it once a second.</summary>
    public static readonly TimeSpan WordLife = TimeSpan.FromSeconds(5);

    /// <param name="members">As this node sees them.</param>
    /// <param name="isFresh">Of the timestamp of a word.</param>
    public static ImmutableArray<DoubtRow> Of(IReadOnlyList<NodeRow> members, MemberSights sights, Func<long, bool> isFresh)
    {
        var names = members.ToDictionary(static m => m.Member.Owner, static m => m.Name);
        MemberWord[] words = [.. sights.Words.Where(w => isFresh(w.At) && names.ContainsKey(w.From))];
        return
        [
            .. members.Where(m => m.Member.Standing is not Standing.Confirmed || words.Any(w => w.Unreachable.Contains(m.Member.Owner)))
                .Select(m => RowOf(m, members, words, names, sights)),
        ];
    }

    /// <summary>"n1, n2 and 7 more".</summary>
    public static string Few(ImmutableArray<string> names, int most = 6) => names.Length <= most
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(most))} and {names.Length - most} more";

    private static DoubtRow RowOf(
        NodeRow node, IReadOnlyList<NodeRow> members, MemberWord[] words, Dictionary<Owner, string> names, MemberSights sights)
    {
        var owner = node.Member.Owner;
        var isDoubted = node.Member.Standing is not Standing.Confirmed;
        var self = members.FirstOrDefault(static m => m.Member.IsSelf)?.Name ?? "this node";
        var about = words.Where(w => w.From != owner && w.Unreachable.Contains(owner)).ToArray();
        string[] doubters = [.. about.Where(w => !w.Heard.Contains(owner)).Select(w => names[w.From])];
        string[] hearers = [.. about.Where(w => w.Heard.Contains(owner)).Select(w => names[w.From])];
        var evidence = isDoubted ? sights.EvidenceOf(owner) : null;
        return new(
            node,
            evidence is null ? "" : $"{evidence.Detail}, says {evidence.Observer}",
            [.. (isDoubted ? doubters.Prepend(self) : doubters).Distinct().Order(StringComparer.Ordinal)],
            [.. (isDoubted ? hearers : hearers.Prepend(self)).Distinct().Order(StringComparer.Ordinal)],
            Math.Max(0, members.Count - 2 - about.Length));
    }
}
