using Mesh.Node.Consul.Answers;

namespace Mesh.Node.Consul.Reading;

/// <summary>What answers a query, or why none does.</summary>
internal readonly record struct SourceOrFault(IConsulSource? Source, ConsulFault? Fault = null);
