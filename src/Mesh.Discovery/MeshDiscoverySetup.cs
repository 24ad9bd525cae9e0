using Akka.Actor.Setup;
using Mesh.Client;

namespace Mesh.Discovery;

/// <summary>Gives an ActorSystem the client that <see cref="MeshServiceDiscovery"/> looks up by.</summary>
public sealed class MeshDiscoverySetup(IMeshClient client, TimeProvider time) : Setup
{
    public IMeshClient Client { get; } = client;

    public TimeProvider Time { get; } = time;
}
