using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>What the node knows of a service of another mesh.</summary>
/// <param name="IsComplete">False: nobody has answered yet, so what is not found may exist.</param>
internal readonly record struct DnsRemote(ServiceView? Service, bool IsComplete);
