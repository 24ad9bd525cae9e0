using Mesh.Catalog;

namespace Mesh.Federation.Link;

/// <summary>An instance as its own mesh sees it.</summary>
internal sealed record RemoteInstance(ServiceInstance Instance, Standing Standing);
