namespace Mesh.Testing.Restarts;

/// <summary>What a run of restarts does.</summary>
/// <param name="Instances">How many live throughout.</param>
/// <param name="Rounds">In each, every node is restarted once.</param>
/// <param name="IsKill">SIGKILL instead of SIGTERM.</param>
/// <param name="Away">How long a node stays down once its process has ended.</param>
/// <param name="Rest">How long a node is up before the next one goes.</param>
/// <param name="ReadPause">Between two questions of one reader; there is one at each door of each node.</param>
/// <param name="ChurnPause">Between two registrations that come and go meanwhile.</param>
/// <param name="Noticed">How long every node may take, after all restarts, to offer no more whose service has ended.</param>
internal sealed record RestartPlan(
    int Instances, int Rounds, bool IsKill, TimeSpan Away, TimeSpan Rest, TimeSpan ReadPause, TimeSpan ChurnPause, TimeSpan Noticed);
