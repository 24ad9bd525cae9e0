using System.Collections.Immutable;

namespace Mesh.Testing.Restarts;

/// <summary>What was done to a mesh while its nodes were restarted, and what was seen of it meanwhile.</summary>
internal sealed record RestartHistory(
    ImmutableArray<Subject> Subjects, ImmutableArray<Downtime> Downtimes, ImmutableArray<Reading> Readings);
