namespace Mesh.Trials.Federation;

/// <summary>A table of a report.</summary>
/// <param name="Text">What stands before the table.</param>
internal sealed record ReportPart(string Title, string Text, List<ReportRow> Rows);
