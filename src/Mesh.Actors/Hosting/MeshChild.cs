using Akka.Actor;

namespace Mesh.Hosting;

/// <summary>An actor that the guardian starts beside the node's own and supervises as those.</summary>
/// <param name="Name">Its name below /user/mesh; none of <see cref="MeshNames"/> that the node itself uses.</param>
/// <param name="Props">Called at each start of the guardian, on its thread.</param>
internal sealed record MeshChild(string Name, Func<MeshChildContext, Props> Props)
{
    /// <summary>Told of each start of the actor by the guardian, on its thread.</summary>
    public Action<ActorSystem, IActorRef> Started { get; init; } = static (_, _) => { };
}
