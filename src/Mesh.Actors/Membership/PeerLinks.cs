using Akka.Actor;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>The way to each member's membership, and when it was last heard of. Mutable; belongs to the actor.</summary>
internal sealed class PeerLinks(IPeerPaths paths, IActorRef self, TimeProvider time)
{
    private readonly Dictionary<Owner, (ICanTell Peer, OwnerContact Contact)> _links = [];

    public void Add(Owner owner) =>
        _links[owner] = (paths.MembershipAt(owner.Address), new OwnerContact(time.GetTimestamp()));

    public void Remove(Owner owner) => _links.Remove(owner);

    public OwnerContact ContactOf(Owner owner) => _links[owner].Contact;

    /// <summary>It is heard of now; nothing when it is no member.</summary>
    public void Heard(Owner owner)
    {
        if (_links.TryGetValue(owner, out var link))
            link.Contact.Heard(time.GetTimestamp());
    }

    /// <summary>Nothing when it is no member.</summary>
    public void Tell(Owner owner, object message)
    {
        if (_links.TryGetValue(owner, out var link))
            link.Peer.Tell(message, self);
    }
}
