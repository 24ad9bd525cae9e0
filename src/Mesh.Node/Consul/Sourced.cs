namespace Mesh.Node.Consul;

/// <summary>What answers a query, or why none does.</summary>
internal readonly record struct Sourced(IConsulSource? Source, ConsulFault? Fault = null);
