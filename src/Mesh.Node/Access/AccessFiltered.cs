namespace Mesh.Node.Access;

/// <summary>Marks an endpoint whose answer holds only what its caller may read.</summary>
internal sealed record AccessFiltered;
