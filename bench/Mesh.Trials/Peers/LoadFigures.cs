namespace Mesh.Trials.Peers;

/// <summary>What the load tool says at its end.</summary>
/// <param name="Seconds">That it all took.</param>
/// <param name="Rate">Calls per second.</param>
/// <param name="P50">Milliseconds of a call, as those that follow.</param>
internal sealed record LoadFigures(double Count, double Seconds, double Rate, double P50, double P99, double Max);
