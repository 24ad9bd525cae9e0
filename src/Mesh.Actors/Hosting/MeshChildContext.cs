using Akka.Actor;
using Mesh.Catalog;

namespace Mesh.Hosting;

/// <summary>What a child of the guardian can be made from.</summary>
/// <param name="Self">The present incarnation of the node.</param>
internal sealed record MeshChildContext(MeshSetup Parts, Owner Self, IActorRef Registry);
