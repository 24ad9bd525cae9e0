using Akka.Actor;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>
/// What /user/mesh/membership tells the registry of its node, what it takes, and what the membership actors of two
/// nodes say to each other.
/// </summary>
public static class MembershipProtocol
{
    public interface ILocal : INoSerializationVerificationNeeded;

    // To the registry and to replication, within the node

    public sealed record MemberUp(MeshMember Member) : ILocal;

    /// <summary>The incarnation is gone for good; its entries go with it.</summary>
    public sealed record MemberRemoved(Owner Owner, Evidence Evidence) : ILocal;

    public sealed record StandingChanged(Owner Owner, Standing Standing, Evidence Evidence) : ILocal;

    // To membership, within the node

    /// <summary>A caller in this process was refused a connection by an instance of this owner.</summary>
    public sealed record Refused(Owner Owner, Evidence Evidence) : ILocal;

    /// <summary>A message of this owner arrived.</summary>
    public sealed record Heard(Owner Owner) : ILocal;

    public sealed record GetMembers : ILocal
    {
        public static readonly GetMembers Instance = new();
    }

    public sealed record Members(ValueList<MeshMember> Items) : ILocal;

    /// <summary>Asks the member with this address ("host:port") to leave in order. Answered by Ordered or UnknownMember.</summary>
    public sealed record Leave(string Address) : ILocal;

    /// <summary>Declares the member dead. Answered by Ordered or UnknownMember.</summary>
    public sealed record Down(string Address) : ILocal;

    public sealed record Ordered(string Address) : ILocal;

    public sealed record UnknownMember(string Address) : ILocal;

    // Between nodes

    /// <summary>Who a node is: sent to each member when it is seen, and again when a link comes back.</summary>
    public sealed record Hello(Owner Owner, string Name, string Zone, string Version) : IWireMessage;

    /// <summary>Somebody saw evidence against a member; the others take it as Suspect until they hear of it.</summary>
    public sealed record Accusation(Owner Accused, Evidence Evidence) : IWireMessage;

    public sealed record Ping(Owner From, long Number) : IWireMessage;

    public sealed record Pong(Owner From, long Number) : IWireMessage;
}
