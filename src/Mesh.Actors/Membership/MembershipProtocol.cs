using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Membership.Joining;
using Mesh.Views;

namespace Mesh.Membership;

/// <summary>
/// What /user/mesh/membership tells the registry of its node, what it takes, and what the membership actors of two
/// nodes say to each other.
/// </summary>
internal static class MembershipProtocol
{
    public interface ILocal : INoSerializationVerificationNeeded;

    // To the registry and to replication, within the node

    /// <param name="Contact">Kept fresh by membership for as long as the node is a member; others may freshen it too.</param>
    public sealed record MemberUp(MeshMember Member, OwnerContact Contact) : ILocal;

    /// <summary>The incarnation is gone for good; its entries go with it.</summary>
    public sealed record MemberRemoved(Owner Owner, Evidence Evidence) : ILocal;

    /// <summary>The member is leaving in order: everybody knows before it goes.</summary>
    public sealed record MemberLeaving(Owner Owner) : ILocal;

    public sealed record StandingChanged(Owner Owner, Standing Standing, Evidence Evidence) : ILocal;

    // To membership, within the node

    /// <summary>A caller in this process was refused a connection by an instance of this owner.</summary>
    public sealed record Refused(Owner Owner, Evidence Evidence) : ILocal;

    /// <summary>A message of this owner arrived.</summary>
    public sealed record Heard(Owner Owner) : ILocal;

    /// <summary>
    /// The sender gets MemberUp of each member, MemberLeaving of each that leaves and StandingChanged of each that is not
    /// Confirmed, as after its restart.
    /// </summary>
    public sealed record Follow : ILocal
    {
        public static readonly Follow Instance = new();
    }

    /// <summary>The node's own doors have opened, or closed.</summary>
    public sealed record DoorsOpened(ValueMap<string> Doors) : ILocal;

    /// <summary>Asks the member with this address ("host:port") to leave in order. Answered by Ordered or UnknownMember.</summary>
    public sealed record Leave(string Address) : ILocal;

    /// <summary>Declares the member dead. Answered by Ordered or UnknownMember.</summary>
    public sealed record Down(string Address) : ILocal;

    public sealed record Ordered(string Address) : ILocal;

    public sealed record UnknownMember(string Address) : ILocal;

    // Between nodes

    /// <summary>Who a node is: sent to each member when it is seen, and again when a link comes back.</summary>
    /// <param name="StartedAt">Milliseconds since 1970 by the node's wall clock; tells the younger of two islands, nothing else.</param>
    public sealed record Hello(Owner Owner, string Name, string Zone, string Version, long StartedAt) : IPeer
    {
        /// <summary>The URLs of the node's doors to clients of other systems, by the name of the door; told again when they change.</summary>
        public ValueMap<string> Doors { get; init; } = ValueMap<string>.Empty;
    }

    /// <summary>Somebody saw evidence against a member; the others take it as Suspect until they hear of it.</summary>
    public sealed record Accusation(Owner Accused, Evidence Evidence) : IPeer;

    public sealed record Ping(Owner From, long Number) : IPeer;

    public sealed record Pong(Owner From, long Number) : IPeer;

    /// <summary>
    /// Told while members are unreachable: which of them the sender still hears itself. Nobody downs a member that
    /// somebody on his side hears.
    /// </summary>
    public sealed record ReachabilityReport(Owner From, ValueList<Owner> Unreachable, ValueList<Owner> Heard) : IPeer;

    /// <summary>
    /// A node asks a seed whether it may join, or a member asks a seed that is not in its mesh. Understood by every
    /// version, since it is what finds out that versions do not go together: fields are only ever added.
    /// </summary>
    /// <param name="Listed">Is the asker one of its own seeds, so that it may form a mesh if nobody has one?</param>
    /// <param name="Island">The mesh that the asker is in; null while it is in none.</param>
    public sealed record Knock(Owner From, MeshTerms Terms, bool Listed, Island? Island) : IPeer;

    /// <param name="Island">The mesh that the answerer is in; null while it is in none.</param>
    /// <param name="KnowsAsker">Is the asker a member of that mesh?</param>
    /// <param name="Listed">Is the answerer one of its own seeds?</param>
    public sealed record KnockAnswer(Owner From, MeshTerms Terms, bool Listed, Island? Island, bool KnowsAsker) : IPeer;

    /// <summary>Between nodes; lost without a trace when the peer is not there, since all of it is repeated.</summary>
    public interface IPeer : IWireMessage, IDeadLetterSuppression;
}
