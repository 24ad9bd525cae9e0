namespace Mesh.Trials.Federation;

/// <param name="Goal">Empty: there is none.</param>
/// <param name="IsMet">Null: there is no goal.</param>
internal sealed record ReportRow(string What, string Measured, string Goal, bool? IsMet);
