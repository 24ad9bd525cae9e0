using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.View;

namespace Mesh.Node.Etcd.Kv;

/// <summary>
/// Which keys a deletion reaches. What belongs to other doors (keys of Consul's clients, shown instances) is reached by its key,
/// and by a range that begins below its prefix: who empties "his" etcd, from the first key to the last, does not mean the services
/// of everybody else. Pure.
/// </summary>
internal sealed class OwnKeys
{
    private readonly Octets[] _foreign;
    private readonly Octets[] _shown;

    /// <param name="shown">Below them instances of other doors are shown.</param>
    /// <param name="foreign">Below them other doors keep their keys.</param>
    public OwnKeys(IEnumerable<Octets> shown, IEnumerable<Octets> foreign) => (_shown, _foreign) = ([.. shown], [.. foreign]);

    /// <summary>Does the deletion of a range take this entry of it away?</summary>
    public bool Reaches(KeyRange range, KeyValue entry)
    {
        if (entry.Owner == ViewFold.Shown)
            return range.IsOneKey || _shown.Any(prefix => entry.Key.StartsWith(prefix) && IsMeant(range, prefix));
        foreach (var prefix in _foreign)
        {
            if (entry.Key.StartsWith(prefix) && !range.IsOneKey && !IsMeant(range, prefix))
                return false;
        }

        return true;
    }

    /// <summary>The parts of a range in which stored keys are deleted.</summary>
    public IReadOnlyList<KeyRange> PartsOf(KeyRange range)
    {
        var parts = new List<KeyRange> { range };
        foreach (var prefix in range.IsOneKey ? [] : _foreign)
        {
            if (!IsMeant(range, prefix))
                parts = [.. parts.SelectMany(p => Without(p, prefix))];
        }

        return parts;
    }

    private static IEnumerable<KeyRange> Without(KeyRange range, Octets prefix)
    {
        if (prefix.PrefixEnd() is not { } end || range.From >= end || range.To <= prefix)
        {
            yield return range;
            yield break;
        }

        if (range.From < prefix)
            yield return new(range.From, prefix, false);
        if (range.To is not { } to || to > end)
            yield return new(end, range.To, false);
    }

    /// <summary>With or without the slash at the end.</summary>
    private static bool IsMeant(KeyRange range, Octets prefix) => range.From.Span.StartsWith(prefix.Span.TrimEnd((byte)'/'));
}
