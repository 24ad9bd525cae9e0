namespace Mesh.Testing.Restarts;

/// <summary>A node was away.</summary>
/// <param name="Began">The signal was sent.</param>
/// <param name="Ended">The process had ended.</param>
/// <param name="Restarted">The next process was started; null: there was none.</param>
/// <param name="Back">The next process said that it was ready; null: there was none.</param>
/// <param name="IsKill">SIGKILL, not SIGTERM.</param>
internal sealed record Downtime(int Node, TimeSpan Began, TimeSpan Ended, TimeSpan? Restarted, TimeSpan? Back, bool IsKill);
