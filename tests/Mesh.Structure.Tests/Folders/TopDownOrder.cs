namespace Mesh.Structure.Tests.Folders;

/// <summary>
/// An order of the folders of a cycle in which few uses point upwards. The greedy rule of Eades, Lin and Smyth for
/// feedback arcs gives the first one: what uses nothing goes to the bottom, what nothing uses to the top, and when there
/// is neither, the folder that uses most beyond what it is used. Then single folders move while that leaves fewer.
/// </summary>
internal static class TopDownOrder
{
    public static IReadOnlyList<string> Of(FolderGraph graph, IEnumerable<string> folders)
    {
        var order = Greedy(graph, folders);
        while (order.Any(folder => Settle(graph, order, folder)))
        {
        }

        return order;
    }

    /// <summary>The uses of a folder that stands higher in <paramref name="order"/> than the one that uses it.</summary>
    public static IEnumerable<Use> Upward(FolderGraph graph, IReadOnlyList<string> order) =>
        from lower in Enumerable.Range(0, order.Count)
        from higher in Enumerable.Range(0, lower)
        from use in graph.Uses(order[lower], order[higher])
        select use;

    private static List<string> Greedy(FolderGraph graph, IEnumerable<string> folders)
    {
        var left = new SortedSet<string>(folders, StringComparer.Ordinal);
        var top = new List<string>();
        var bottom = new Stack<string>();
        while (left.Count > 0)
        {
            if (left.FirstOrDefault(f => Out(f) == 0) is { } sink)
                bottom.Push(Take(sink));
            else if (left.FirstOrDefault(f => In(f) == 0) is { } source)
                top.Add(Take(source));
            else
                top.Add(Take(left.MaxBy(f => Out(f) - In(f))!));
        }

        return [.. top, .. bottom];

        int Out(string folder) => left.Where(f => f != folder).Sum(f => graph.Uses(folder, f).Count);
        int In(string folder) => left.Where(f => f != folder).Sum(f => graph.Uses(f, folder).Count);
        string Take(string folder)
        {
            left.Remove(folder);
            return folder;
        }
    }

    /// <summary>Moves a folder to where the fewest uses point upwards.</summary>
    /// <returns>False if it stands there already.</returns>
    private static bool Settle(FolderGraph graph, List<string> order, string folder)
    {
        var others = order.Where(f => f != folder).ToArray();
        var at = order.IndexOf(folder);
        var best = Enumerable.Range(0, order.Count).MinBy(Upwards);
        if (Upwards(best) >= Upwards(at))
            return false;
        order.RemoveAt(at);
        order.Insert(best, folder);
        return true;

        int Upwards(int place) =>
            others[..place].Sum(f => graph.Uses(folder, f).Count) + others[place..].Sum(f => graph.Uses(f, folder).Count);
    }
}
