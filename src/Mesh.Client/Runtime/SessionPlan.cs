namespace Mesh.Client.Runtime;

/// <summary>What a run starts with.</summary>
/// <param name="Port">0 takes any free port.</param>
/// <param name="KnownMembers">Members that an earlier run has seen, to join through beside the seeds.</param>
internal sealed record SessionPlan(int Port, IReadOnlyCollection<string> KnownMembers);
