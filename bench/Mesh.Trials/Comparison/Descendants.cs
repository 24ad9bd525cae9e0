using System.Globalization;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Comparison;

/// <summary>The processes that this one started, and those that they started. A row that is given up leaves some.</summary>
internal static class Descendants
{
    /// <summary>Ends each of them, by its id.</summary>
    public static void Kill()
    {
        foreach (var pid in Of(Environment.ProcessId, Parents()))
        {
            try
            {
                UnixSignal.Kill(pid);
            }
            catch (InvalidOperationException)
            {
                // It ended meanwhile.
            }
        }
    }

    /// <param name="parents">The parent of each process.</param>
    public static IEnumerable<int> Of(int ancestor, IReadOnlyDictionary<int, int> parents)
    {
        var children = parents.Where(p => p.Value == ancestor && p.Key != ancestor).Select(p => p.Key).ToArray();
        return children.Concat(children.SelectMany(c => Of(c, parents)));
    }

    private static Dictionary<int, int> Parents()
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid))
                continue;
            try
            {
                // The name, in parentheses, may have spaces; state and parent come after it.
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                parents[pid] = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return parents;
    }
}
