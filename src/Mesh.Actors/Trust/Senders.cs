using Akka.Actor;
using Mesh.Catalog;

namespace Mesh.Trust;

/// <summary>Whose a message is, by the actor that sent it: the transport lets nobody send in another node's name.</summary>
internal static class Senders
{
    public static bool IsBy(IActorRef sender, Owner owner) => AddressOf(sender) == owner.Address;

    /// <summary>"host:port" of the node that an actor is at; null: this one, or nobody.</summary>
    public static string? AddressOf(IActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.Path.Address is { Host: { } host, Port: { } port } ? HostPort.Text(host, port) : null;
    }
}
