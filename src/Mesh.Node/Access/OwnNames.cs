namespace Mesh.Node.Access;

/// <summary>Further names of this node that follow from what it serves.</summary>
/// <param name="Hosts">In the form of <see cref="AccessOptions.Hosts"/>.</param>
internal sealed record OwnNames(params IReadOnlyList<string> Hosts);
