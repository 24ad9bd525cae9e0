using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>The place of an anchored instance that this node keeps while the instance's own node is away.</summary>
/// <param name="Record">With what operators ordered meanwhile.</param>
/// <param name="Since">By this node's clock.</param>
internal sealed record KeptPlace(ServiceInstance Record, DateTimeOffset Since);
