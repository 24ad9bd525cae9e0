namespace Mesh.KeyValues;

/// <summary>The moment of a decision.</summary>
/// <param name="Now">Monotonic; decides what is due.</param>
/// <param name="Wall">The least that a claim may be, and nothing else.</param>
internal readonly record struct KeyTime(TimeSpan Now, DateTimeOffset Wall);
