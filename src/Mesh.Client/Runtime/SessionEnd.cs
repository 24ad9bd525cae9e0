namespace Mesh.Client.Runtime;

/// <summary>Why a run is over.</summary>
/// <param name="Reason">One readable line.</param>
internal sealed record SessionEnd(SessionEndKind Kind, string Reason);
