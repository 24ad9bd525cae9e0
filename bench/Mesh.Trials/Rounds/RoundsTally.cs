namespace Mesh.Trials.Rounds;

/// <summary>What a client counted.</summary>
/// <param name="Wrong">Answers that contradict one before, of success.</param>
/// <param name="Refused">Answers that are an error.</param>
internal sealed record RoundsTally(int Rounds, int Wrong, int Refused);
