namespace Mesh.Options;

/// <summary>Finds what somebody meant who wrote a name that there is not. Pure.</summary>
public static class NearestName
{
    /// <summary>The known name with the fewest edits between; null: none is near enough to be meant.</summary>
    public static string? Of(string wrong, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(known);
        // A third of the name: with more edits it would be another word.
        var bound = Math.Max(2, wrong.Length / 3);
        return known
            .Select(name => (Name: name, Edits: Edits(wrong.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(n => n.Edits <= bound)
            .OrderBy(n => n.Edits)
            .ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => n.Name)
            .FirstOrDefault();
    }

    /// <summary>Letters put in, left out, changed, or swapped with their neighbour.</summary>
    public static int Edits(string from, string to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
            edits[i, 0] = i;
        for (var j = 0; j <= to.Length; j++)
            edits[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var change = edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(change, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }

        return edits[from.Length, to.Length];
    }
}
