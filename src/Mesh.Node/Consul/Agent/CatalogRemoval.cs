namespace Mesh.Node.Consul.Agent;

/// <summary>What a catalog/deregister asks for: a check, else a service, else all of a node.</summary>
internal sealed record CatalogRemoval(string Node, string ServiceId, string CheckId);
