using System.Diagnostics.CodeAnalysis;

namespace Mesh.Heartbeats.Probes;

/// <summary>The node does not make such a check.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is thrown in one place, with its reason.")]
internal sealed class ProbeRefusedException(string reason) : Exception(reason);
