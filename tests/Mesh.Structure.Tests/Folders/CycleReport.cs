using System.Text;

namespace Mesh.Structure.Tests.Folders;

/// <summary>Says how to break the cycles: an order of layers, and each use that goes against it.</summary>
internal static class CycleReport
{
    /// <returns>The empty string when no folders use each other in a circle.</returns>
    public static string Of(FolderGraph graph)
    {
        var report = new StringBuilder();
        foreach (var cycle in Cycles.Of(graph))
        {
            var order = TopDownOrder.Of(graph, cycle);
            var upward = TopDownOrder.Upward(graph, order).ToArray();
            report.Append($"A cycle of {order.Count} folders, top-down: {string.Join(" > ", order.Select(Shown))}\n");
            report.Append($"Against that order go {upward.Length} uses:\n");
            foreach (var use in upward)
                report.Append($"  {Line(use)}\n");
        }

        return report.ToString();
    }

    private static string Line(Use use) =>
        $"{Shown(use.Folder)} -> {Shown(use.DeclaringFolder)}: {Path.GetFileName(use.File)} uses {use.Name}";

    private static string Shown(string folder) => folder.Length == 0 ? "(root)" : folder;
}
