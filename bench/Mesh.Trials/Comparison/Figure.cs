namespace Mesh.Trials.Comparison;

/// <summary>One line of the summary.</summary>
/// <param name="Unit">Such as "1/s" or "ms".</param>
/// <param name="Peer">What it is compared with; null where it stands alone.</param>
internal sealed record Figure(string Name, string Unit, Goal Goal, string? Peer = null);
