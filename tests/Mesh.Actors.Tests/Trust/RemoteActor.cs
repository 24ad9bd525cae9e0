using Akka.Actor;
using Mesh.Catalog;

namespace Mesh.Actors.Tests.Trust;

/// <summary>A sender at another node, or, without an address, of nobody.</summary>
internal sealed class RemoteActor(string? address) : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(
        address is not null && HostPort.TrySplit(address, out var host, out var port)
            ? new Address("akka.ssl.tcp", "mesh", host, port)
            : new Address("akka", "mesh")) / "user" / "mesh";

    public override IActorRefProvider Provider => throw new NotSupportedException();
}
