using Mesh.Catalog;

namespace Mesh.Membership.Liveness;

/// <summary>Evidence against a member that has been asked and has not answered yet.</summary>
/// <param name="Own">Did this node see it itself? Then the others are told once it holds.</param>
/// <param name="Due">When silence turns the doubt into a standing.</param>
/// <param name="Accusers">Other nodes that said the same meanwhile; they have told everybody already.</param>
internal sealed record Doubt(Evidence Evidence, bool Own, TimeSpan Due, int Accusers);
