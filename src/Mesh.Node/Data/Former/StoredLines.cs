namespace Mesh.Node.Data.Former;

/// <summary>
/// The form of a stored file: a line that says which form it is, then a line for each item. A line that cannot be read
/// costs that line only. Pure.
/// </summary>
internal static class StoredLines
{
    /// <param name="read">Of a line the item; null: none, and why not.</param>
    /// <returns>What can be read, and a fault in words for each line that cannot.</returns>
    public static (IReadOnlyList<T> Items, IReadOnlyList<string> Faults) Read<T>(
        string header, IReadOnlyList<string> lines, Func<string, (T? Item, string Fault)> read)
        where T : class
    {
        var items = new List<T>();
        var faults = new List<string>();
        if (lines.Count > 0 && lines[0] != header)
            return ([], [$"line 1: must be {header}; a newer version may have written it"]);
        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i].Length == 0)
                continue;
            var (item, fault) = read(lines[i]);
            if (item is null)
                faults.Add($"line {i + 1}: {fault}");
            else
                items.Add(item);
        }

        return (items, faults);
    }
}
