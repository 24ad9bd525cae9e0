using Mesh.Node.Consul.Answers;

namespace Mesh.Node.Consul.Bodies;

/// <summary>The answer to a query by its text.</summary>
/// <param name="IsCached">The query asks for the cache, so that the reply has to speak of it.</param>
internal sealed record KnownAnswer(ConsulAnswer Answer, bool IsCached);
