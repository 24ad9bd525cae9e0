namespace Mesh.Testing.Chaos;

/// <summary>One bad day of a history, in times since its beginning.</summary>
/// <param name="Healed">The trouble was over.</param>
/// <param name="Whole">Every node showed what it must; null: not within the time that was given.</param>
/// <param name="Ended">The next one could begin.</param>
internal sealed record ChaosPhase(string Name, TimeSpan Began, TimeSpan Healed, TimeSpan? Whole, TimeSpan Ended);
