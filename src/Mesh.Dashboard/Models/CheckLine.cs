using Mesh.Catalog;

namespace Mesh.Dashboard.Models;

/// <summary>A check of an instance on the page of its service.</summary>
/// <param name="About">How it is found out, and what people said of it.</param>
internal sealed record CheckLine(string Id, string Name, Mark Mark, string About)
{
    /// <summary>Characters of what a check said that are shown.</summary>
    public const int MostOutput = 1_024;

    public static CheckLine Of(NamedCheck check) => new(
        check.Id,
        check.Name.Length > 0 ? check.Name : check.Id,
        Mark.Of(check.Status),
        string.Join("; ", new[] { InstanceRow.Told(check.Terms), check.Notes }.Where(static t => t.Length > 0)));

    /// <summary>What the last run said, as it may be shown; empty: nothing.</summary>
    public static string OutputOf(CheckReport? report)
    {
        var said = report?.Output.Trim() ?? "";
        return PrintableName.Lines(said.Length <= MostOutput
            ? said
            : $"{said[..(char.IsHighSurrogate(said[MostOutput - 1]) ? MostOutput - 1 : MostOutput)]}…");
    }
}
