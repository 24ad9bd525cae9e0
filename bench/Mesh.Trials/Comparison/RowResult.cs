namespace Mesh.Trials.Comparison;

/// <param name="Failure">Why it was not measured, or not to its end; null where all is well.</param>
internal sealed record RowResult(string Name, IReadOnlyList<Outcome> Outcomes, string? Failure, TimeSpan Took);
