namespace Mesh.Heartbeats;

/// <summary>The place of one check among those at its target.</summary>
/// <param name="Target">Host and port.</param>
/// <param name="Part">Of the interval, from 0 to 1.</param>
/// <param name="IsPrompt">Its first run comes at once, and not at its place.</param>
internal sealed record CheckPlace(string Target, double Part, bool IsPrompt);
