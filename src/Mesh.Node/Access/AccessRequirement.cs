namespace Mesh.Node.Access;

/// <summary>What an endpoint demands of its caller; the service is that of the route, if it has one.</summary>
internal sealed record AccessRequirement(AccessAction Action);
